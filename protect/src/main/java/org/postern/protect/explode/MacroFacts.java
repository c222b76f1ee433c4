package org.postern.protect.explode;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a document's macros give away: names that run by themselves, calls that attackers need, hidden texts.
///
/// @param hex texts written in hexadecimal, decoded
record MacroFacts(List<String> autoExec, List<String> hex, List<Keyword> keywords) {
    /// @param type `AutoExec`, `Suspicious`, `IOC` or `Hex String`
    record Keyword(String type, String name, String description) {}

    private static final int MOST = 500;
    private static final String ON_OPENING = "Runs when the document is opened";
    private static final String ON_CLOSING = "Runs when the document is closed";

    private static final Map<String, String> AUTOMATIC = Map.ofEntries(
            Map.entry("AutoExec", "Runs when the program starts"),
            Map.entry("AutoOpen", ON_OPENING),
            Map.entry("Auto_Open", ON_OPENING),
            Map.entry("Document_Open", ON_OPENING),
            Map.entry("DocumentOpen", ON_OPENING),
            Map.entry("Workbook_Open", ON_OPENING),
            Map.entry("Workbook_Activate", ON_OPENING),
            Map.entry("Presentation_Open", ON_OPENING),
            Map.entry("AutoClose", ON_CLOSING),
            Map.entry("Auto_Close", ON_CLOSING),
            Map.entry("AutoExit", ON_CLOSING),
            Map.entry("Document_Close", ON_CLOSING),
            Map.entry("DocumentBeforeClose", ON_CLOSING),
            Map.entry("Workbook_Close", ON_CLOSING),
            Map.entry("Workbook_BeforeClose", ON_CLOSING),
            Map.entry("AutoNew", "Runs when a document is made"),
            Map.entry("Document_New", "Runs when a document is made"),
            Map.entry("NewDocument", "Runs when a document is made"),
            Map.entry("DocumentChange", "Runs when the document is changed"));

    private static final Map<String, String> SUSPICIOUS = Map.ofEntries(
            Map.entry("Shell", "May start a program"),
            Map.entry("WScript.Shell", "May start a program"),
            Map.entry("ShellExecute", "May start a program"),
            Map.entry("CreateObject", "May make an object of another program"),
            Map.entry("GetObject", "May take hold of another program"),
            Map.entry("PowerShell", "May run commands"),
            Map.entry("cmd.exe", "May run commands"),
            Map.entry("URLDownloadToFile", "May fetch a file"),
            Map.entry("XMLHTTP", "May fetch a file"),
            Map.entry("WinHttpRequest", "May fetch a file"),
            Map.entry("ADODB.Stream", "May write a file"),
            Map.entry("SaveToFile", "May write a file"),
            Map.entry("FileSystemObject", "May write a file"),
            Map.entry("RegWrite", "May write the registry"),
            Map.entry("VirtualAlloc", "May run code of its own"),
            Map.entry("RtlMoveMemory", "May run code of its own"),
            Map.entry("CreateThread", "May run code of its own"),
            Map.entry("Environ", "May read the environment"),
            Map.entry("CallByName", "May hide a call"),
            Map.entry("StrReverse", "May hide a text"),
            Map.entry("Chr", "May hide a text"),
            Map.entry("ChrW", "May hide a text"),
            Map.entry("Xor", "May hide a text"));

    private static final Pattern HEXADECIMAL = Pattern.compile("\"((?:[0-9A-Fa-f]{2}){4,500})\"");
    private static final Pattern ADDRESS = Pattern.compile("(?i)\\b(?:https?|ftp)://[^\\s\"'<>]{1,500}");

    static @Nullable Object of(ExplodedFile file) {
        Object modules = file.scan("vba modules", Vba::of);
        if (!(modules instanceof List<?> list)) {
            return modules; // None, or unknown.
        }
        StringBuilder source = new StringBuilder();
        list.forEach(module -> source.append(((Vba.Module) module).source()).append('\n'));
        return of(source.toString());
    }

    static MacroFacts of(String source) {
        List<Keyword> keywords = new ArrayList<>();
        words(source, AUTOMATIC, "AutoExec", keywords);
        List<String> automatic = keywords.stream().map(Keyword::name).toList();
        words(source, SUSPICIOUS, "Suspicious", keywords);
        Set<String> hex = new LinkedHashSet<>();
        Matcher texts = HEXADECIMAL.matcher(source);
        while (hex.size() < MOST && texts.find()) {
            hex.add(new String(HexFormat.of().parseHex(texts.group(1)), StandardCharsets.ISO_8859_1));
        }
        hex.forEach(text -> keywords.add(new Keyword("Hex String", text, "A text in hexadecimal")));
        Matcher addresses = ADDRESS.matcher(source);
        while (keywords.size() < 2 * MOST && addresses.find()) {
            keywords.add(new Keyword("IOC", addresses.group(), "URL"));
        }
        return new MacroFacts(automatic, List.copyOf(hex), List.copyOf(keywords));
    }

    private static void words(String source, Map<String, String> wanted, String type, List<Keyword> into) {
        wanted.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(word -> {
            if (Pattern.compile("(?i)\\b" + Pattern.quote(word.getKey()) + "\\b")
                    .matcher(source)
                    .find()) {
                into.add(new Keyword(type, word.getKey(), word.getValue()));
            }
        });
    }
}
