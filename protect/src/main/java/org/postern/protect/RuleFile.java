package org.postern.protect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/// A rule as its file has it.
///
/// @param kind `rule`, `dlp`, `query`, `exclusion` or `triage_rule`
/// @param source in MQL
/// @param id the author's; empty where there is none
/// @param severity empty where there is none
public record RuleFile(
        Path file, String name, String kind, String severity, String id, String source, List<String> tags) {
    private static final int MOST_BYTES = 1 << 20;

    /// What came of a file.
    public sealed interface Reading {
        record Read(RuleFile rule) implements Reading {}

        /// It is no rule, though it should be one.
        record Unreadable(Path file, String why) implements Reading {}
    }

    public static Reading read(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                return new Reading.Unreadable(file, "It has more than 1 MiB.");
            }
            LoaderOptions options = new LoaderOptions();
            options.setMaxAliasesForCollections(20);
            options.setNestingDepthLimit(20);
            options.setCodePointLimit(MOST_BYTES);
            options.setAllowDuplicateKeys(false);
            Object document = new Yaml(new SafeConstructor(options)).load(Files.readString(file));
            return document instanceof Map<?, ?> fields
                    ? of(file, fields)
                    : new Reading.Unreadable(file, "It is no YAML of fields and values.");
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            return new Reading.Unreadable(file, "Line " + line + " is no YAML: " + e.getProblem() + ".");
        } catch (YAMLException | IOException e) {
            return new Reading.Unreadable(file, "It cannot be read: " + e.getMessage() + ".");
        }
    }

    private static Reading of(Path file, Map<?, ?> fields) {
        Object source = fields.get("source");
        if (!(source instanceof String) && !(source instanceof Boolean)) {
            return new Reading.Unreadable(file, "It has no field \"source\" with a rule in MQL.");
        }
        return new Reading.Read(new RuleFile(
                file,
                text(fields.get("name")).orElse(String.valueOf(file.getFileName())),
                text(fields.get("type")).orElse("rule"),
                text(fields.get("severity")).orElse(""),
                text(fields.get("id")).orElse(""),
                source.toString(),
                fields.get("tags") instanceof List<?> tags
                        ? tags.stream().map(String::valueOf).toList()
                        : List.of()));
    }

    private static Optional<String> text(@Nullable Object value) {
        return value instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /// Whether it finds threats: a rule in a folder of that name, as the public rules have it, or of that type.
    public boolean isDetection() {
        for (Path folder : file.toAbsolutePath()) {
            String name = folder.toString();
            if (name.equals("detection-rules")) {
                return true;
            }
            if (name.endsWith("-rules") || name.equals("insights") || name.equals("automations")) {
                return false;
            }
        }
        return kind.equals("rule");
    }
}
