package org.postern.protect.explode;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a file tells of itself, under the names that ExifTool gives to it and rules ask for.
record Exif(Map<String, String> fields) {
    /// A name with its value.
    record Field(String key, String value) {}

    static @Nullable Object of(ExplodedFile file) {
        String kind = file.kind();
        if (kind == null) {
            return null;
        }
        Map<String, String> fields = new LinkedHashMap<>();
        try {
            read(file, kind, fields);
        } catch (MalformedException broken) {
            fields.putIfAbsent("Warning", "Truncated " + kind.toUpperCase(Locale.ROOT));
        }
        if (fields.isEmpty()) {
            return null;
        }
        fields.putIfAbsent("FileType", kind.toUpperCase(Locale.ROOT));
        fields.putIfAbsent("MIMEType", Kinds.mime(kind));
        return new Exif(fields);
    }

    private static void read(ExplodedFile file, String kind, Map<String, String> fields) {
        switch (kind) {
            case "pdf" -> PdfFacts.read(file, fields);
            case "png", "jpeg", "gif", "bmp", "webp", "tiff" -> Pictures.read(file.bytes(), kind, fields);
            case "lnk" -> LinkFile.read(file.bytes(), fields);
            case "html" ->
                Pages.of(file)
                        .map(page -> page.selectFirst("title"))
                        .ifPresent(title -> fields.put("Title", title.text()));
            case "doc", "xls", "ppt", "msg", "ole" -> OfficeFacts.readOld(file, fields);
            default -> {
                if (Kinds.zipped(kind)) {
                    OfficeFacts.readZipped(file, fields);
                }
            }
        }
    }

    @Nullable
    String text(String... names) {
        for (String name : names) {
            String value = fields.get(name);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    @Nullable
    Long number(String... names) {
        return Optional.ofNullable(text(names))
                .filter(value -> value.matches("\\d{1,15}"))
                .map(Long::valueOf)
                .orElse(null);
    }

    List<Field> all() {
        return fields.entrySet().stream()
                .map(field -> new Field(field.getKey(), field.getValue()))
                .toList();
    }
}
