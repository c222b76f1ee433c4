package org.postern.extract.child;

import java.util.List;
import org.apache.tika.detect.DefaultDetector;
import org.apache.tika.parser.AutoDetectParser;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.csv.TextAndCSVParser;
import org.apache.tika.parser.epub.EpubParser;
import org.apache.tika.parser.html.JSoupParser;
import org.apache.tika.parser.mail.RFC822Parser;
import org.apache.tika.parser.mbox.MboxParser;
import org.apache.tika.parser.microsoft.OfficeParser;
import org.apache.tika.parser.microsoft.OfficeParserConfig;
import org.apache.tika.parser.microsoft.OldExcelParser;
import org.apache.tika.parser.microsoft.TNEFParser;
import org.apache.tika.parser.microsoft.ooxml.OOXMLParser;
import org.apache.tika.parser.microsoft.rtf.RTFParser;
import org.apache.tika.parser.odf.FlatOpenDocumentParser;
import org.apache.tika.parser.odf.OpenDocumentParser;
import org.apache.tika.parser.pdf.PDFParser;
import org.apache.tika.parser.pdf.PDFParserConfig;
import org.apache.tika.parser.pkg.CompressorParser;
import org.apache.tika.parser.pkg.PackageParser;
import org.apache.tika.parser.xml.DcXMLParser;

/// The formats that are read, and how: text only, no pictures, no macros, nothing recognised from pixels.
final class Parsers {
    private final AutoDetectParser parser;

    Parsers() {
        List<Parser> readable = List.of(
                new PDFParser(),
                new OOXMLParser(),
                new OfficeParser(),
                new OldExcelParser(),
                new TNEFParser(),
                new RTFParser(),
                new OpenDocumentParser(),
                new FlatOpenDocumentParser(),
                new EpubParser(),
                new PackageParser(),
                new CompressorParser(),
                new RFC822Parser(),
                new MboxParser(),
                new JSoupParser(),
                new TextAndCSVParser(),
                new DcXMLParser());
        parser = new AutoDetectParser(new DefaultDetector(), readable.toArray(Parser[]::new));
    }

    Parser any() {
        return parser;
    }

    /// What the parsers are told of one document; `embedded` decides what is read of documents within it.
    ParseContext context(EmbeddedReader embedded) {
        ParseContext context = new ParseContext();
        context.set(Parser.class, parser);
        context.set(org.apache.tika.extractor.EmbeddedDocumentExtractor.class, embedded);
        PDFParserConfig pdf = new PDFParserConfig();
        pdf.setOcrStrategy(PDFParserConfig.OCR_STRATEGY.NO_OCR);
        pdf.setExtractInlineImages(false);
        pdf.setExtractAcroFormContent(true);
        pdf.setMaxMainMemoryBytes(64 << 20);
        context.set(PDFParserConfig.class, pdf);
        OfficeParserConfig office = new OfficeParserConfig();
        office.setExtractMacros(false);
        office.setUseSAXDocxExtractor(true);
        office.setUseSAXPptxExtractor(true);
        context.set(OfficeParserConfig.class, office);
        return context;
    }
}
