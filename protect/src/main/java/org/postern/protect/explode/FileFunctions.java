package org.postern.protect.explode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postern.mail.Message;
import org.postern.mail.ReadLimits;
import org.postern.protect.Circumstances;
import org.postern.protect.engine.Callable;
import org.postern.protect.engine.Code;
import org.postern.protect.engine.Compiled;
import org.postern.protect.engine.Frame;
import org.postern.protect.engine.StructType;
import org.postern.protect.engine.Type;
import org.postern.protect.engine.Unknown;
import org.postern.protect.model.Html;
import org.postern.protect.model.MailView;
import org.postern.protect.model.Types;

/// The rule language's functions of files.
public final class FileFunctions {
    private static final StructType TEXT_FILE = StructType.named("text file", Text.Decoded.class)
            .text("text", Text.Decoded::text)
            .text("encoding", Text.Decoded::encoding)
            .build();

    /// The files of an archive.
    record Archive(List<@Nullable Object> files) {}

    private static final StructType ARCHIVE = StructType.named("archives", Archive.class)
            .field("files", Type.listOf(ExplodedTypes.FILE.type()), Archive::files)
            .build();

    /// What is found out of a file once a message.
    private record Key(String function, Object file) {}

    private FileFunctions() {}

    /// The functions by their names in full.
    public static Map<String, Callable> all() {
        Map<String, Callable> functions = new HashMap<>();
        functions.put("file.explode", of(Type.listOf(ExplodedTypes.FILE.type()), FileFunctions::explode));
        functions.put("file.expand_archives", of(ARCHIVE.type(), FileFunctions::expand));
        functions.put("file.parse_eml", of(Types.MESSAGE.type(), FileFunctions::message));
        functions.put("file.parse_html", scanned(Types.HTML.type(), "parse_html", FileFunctions::page));
        functions.put("file.parse_text", scanned(TEXT_FILE.type(), "parse_text", file -> Text.decoded(file.content())));
        functions.put("file.oletools", scanned(OleToolsTypes.RESULT.type(), "oletools", OleTools::of));
        functions.put(
                "beta.parse_exif", scanned(ExplodedTypes.exif("exif").build().type(), "exiftool", Exif::of));
        functions.put(
                "beta.file.parse_ics", scanned(CalendarTypes.PARSED.type(), "parse_ics", FileFunctions::calendar));
        return functions;
    }

    private interface Body {
        @Nullable
        Object apply(Frame frame, Object file);
    }

    /// A function of one file: null of null, unknown of what is not known.
    private static Callable of(Type result, Body body) {
        return site -> {
            site.count(1, 1);
            // Which encodings a text may have: those that are meant are always tried.
            site.onlyKeywords(site.name().equals("file.parse_text") ? List.of("encodings") : List.of());
            site.keyword("encodings");
            Code file = site.argument(0, Type.Scalar.FILE).code();
            return new Compiled(result, frame -> {
                frame.step();
                Object value = file.value(frame);
                return value == null || value == Unknown.VALUE ? value : body.apply(frame, value);
            });
        };
    }

    /// A function that is one scanner of the file itself.
    private static Callable scanned(Type result, String scanner, Function<ExplodedFile, @Nullable Object> scan) {
        return of(result, (frame, value) -> {
            Optional<ExplodedFile> file = opened(frame, value);
            return file.isEmpty() ? null : file.get().scan(scanner, scan);
        });
    }

    private static Optional<ExplodedFile> opened(Frame frame, Object value) {
        if (value instanceof ExplodedFile file) {
            return Optional.of(file);
        }
        return Source.of(value).map(source -> (ExplodedFile) java.util.Objects.requireNonNull(
                frame.finding(new Key("file", value), _ -> new ExplodedFile(source, 0, null, Budget.of(frame)))));
    }

    private static @Nullable Object explode(Frame frame, Object value) {
        Optional<ExplodedFile> file = value instanceof ExplodedFile inner && inner.depth() > 0
                ? Optional.of(inner.asFirst())
                : opened(frame, value);
        return file.isEmpty() ? null : list(frame, explosion(frame, file.get()));
    }

    private static Exploder.Explosion explosion(Frame frame, ExplodedFile file) {
        return (Exploder.Explosion) java.util.Objects.requireNonNull(
                frame.finding(new Key("explode", file), _ -> Exploder.explode(file, Budget.of(frame))));
    }

    /// Where files were left out, the list ends with one of which nothing is known.
    private static List<@Nullable Object> list(Frame frame, Exploder.Explosion explosion) {
        List<@Nullable Object> files = new ArrayList<>(explosion.files());
        explosion.omitted().forEach(frame::missing);
        if (!explosion.omitted().isEmpty()) {
            files.add(Unknown.VALUE);
        }
        return files;
    }

    /// The files in an archive, without the archive itself; of another file none.
    private static @Nullable Object expand(Frame frame, Object value) {
        Optional<ExplodedFile> file = opened(frame, value);
        if (file.isEmpty()) {
            return null;
        }
        return isArchive(file.get())
                ? new Archive(list(frame, explosion(frame, file.get())).stream()
                        .filter(found -> found != file.get())
                        .toList())
                : new Archive(List.of());
    }

    private static boolean isArchive(ExplodedFile file) {
        return file.is("zip", "jar", "rar", "7z", "gz", "bz2", "xz", "cab", "ace", "tar", "cpio", "iso");
    }

    private static @Nullable Object message(Frame frame, Object value) {
        return frame.finding(
                new Key("message", value),
                _ -> Source.of(value)
                        .map(source -> MailView.of(
                                Message.read(source.content(), ReadLimits.DEFAULT), Circumstances.FROM_OUTSIDE))
                        .orElse(null));
    }

    private static @Nullable Object page(ExplodedFile file) {
        Text.Decoded text = Text.decoded(file.content());
        return text == null ? null : Html.parse(text.text());
    }

    private static @Nullable Object calendar(ExplodedFile file) {
        Text.Decoded text = Text.decoded(file.content());
        return text == null ? null : Calendar.parse(text.text());
    }
}
