package org.postern.extract.child;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Enumeration;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.xml.sax.SAXException;

/// Takes the text of Office Open XML (ECMA-376) and OpenDocument (ISO/IEC 26300) files: archives whose XML parts hold
/// the words.
///
/// Search needs the words and no layout, so the parts are read one after the other, without the relations between them.
/// That is ten times cheaper than a full reader, and a file that lost its list of parts, or its end, still gives what
/// is there.
final class OfficeArchive {
    private static final String[] MARKS = {"[Content_Types].xml", "mimetypeapplication/vnd.oasis.opendocument"};
    private static final Pattern TEXT_PART =
            Pattern.compile("word/(?:document|header\\d*|footer\\d*|footnotes|endnotes|comments)\\d*\\.xml"
                    + "|xl/(?:sharedstrings|comments\\d*|worksheets/[^/]+|threadedcomments/[^/]+)\\.xml"
                    + "|xl/sharedstrings\\.xml|ppt/(?:slides|notesslides|comments)/[^/]+\\.xml"
                    + "|(?:word|xl|ppt)/(?:drawings|diagrams|charts)/[^/]+\\.xml"
                    + "|docprops/core\\.xml|(?:object[^/]*/)?content\\.xml|styles\\.xml|meta\\.xml");

    private final TextCollector text;
    private final EmbeddedReader embedded;
    private boolean found;

    OfficeArchive(TextCollector text, EmbeddedReader embedded) {
        this.text = text;
        this.embedded = embedded;
    }

    /// Whether the bytes look like such a file from outside.
    static boolean isLikely(byte[] bytes) {
        if (bytes.length < 30 || bytes[0] != 'P' || bytes[1] != 'K') {
            return false;
        }
        for (String mark : MARKS) {
            if (Bytes.contains(bytes, mark)) {
                return true;
            }
        }
        return false;
    }

    /// Reads it; false when it turned out to be something else, of which nothing was taken.
    boolean read(byte[] bytes) throws IOException, SAXException {
        try (ZipFile archive = ZipFile.builder()
                .setSeekableByteChannel(new SeekableInMemoryByteChannel(bytes))
                .get()) {
            Enumeration<ZipArchiveEntry> entries = archive.getEntries();
            for (int count = 1; entries.hasMoreElements() && embedded.hasRoom(count); count++) {
                ZipArchiveEntry entry = entries.nextElement();
                if (isWanted(entry.getName())) {
                    try (InputStream part = archive.getInputStream(entry)) {
                        read(entry.getName(), part);
                    }
                }
            }
        } catch (IOException | IllegalArgumentException broken) {
            return readInOrder(bytes);
        }
        return found;
    }

    /// Reads an archive whose list of contents at its end is missing or wrong, from its start as far as it goes.
    private boolean readInOrder(byte[] bytes) throws SAXException {
        try (ZipInputStream archive = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            ZipEntry entry = archive.getNextEntry();
            for (int count = 1; entry != null && embedded.hasRoom(count); count++) {
                if (isWanted(entry.getName())) {
                    read(entry.getName(), archive);
                }
                embedded.counted(archive).transferTo(OutputStream.nullOutputStream());
                entry = archive.getNextEntry();
            }
        } catch (IOException | IllegalArgumentException end) {
            return found; // With what was found until there.
        }
        return found;
    }

    private static boolean isWanted(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return isEmbedded(lower) || TEXT_PART.matcher(lower).matches();
    }

    private static boolean isEmbedded(String lower) {
        return lower.contains("/embeddings/");
    }

    private void read(String name, InputStream part) throws IOException, SAXException {
        found = true;
        if (isEmbedded(name.toLowerCase(Locale.ROOT))) {
            Metadata metadata = new Metadata();
            metadata.set(TikaCoreProperties.RESOURCE_NAME_KEY, name);
            if (embedded.shouldParseEmbedded(metadata)) {
                embedded.parseEmbedded(part, text, metadata, false);
            }
        } else {
            XmlWords.read(embedded.counted(part), text);
        }
    }
}
