package org.postern.protect.explode;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A file handed to `file.explode`, or found in one; what it holds is scanned when a rule first asks. One thread at a
/// time.
final class ExplodedFile {
    /// A scanner's result: a value, null where it has nothing to say of such a file; or why it is not known.
    private record Finding(@Nullable Object value, @Nullable String unknown) {}

    private final @Nullable String name;
    private final byte[] content;
    private final int depth;
    private final @Nullable ExplodedFile container;
    private final Budget budget;
    private final @Nullable String kind;
    private @Nullable ExplodedFile first;
    private final Map<String, Finding> findings = new HashMap<>();

    ExplodedFile(Source source, int depth, @Nullable ExplodedFile container, Budget budget) {
        this.name = source.name();
        this.content = source.content();
        this.depth = depth;
        this.container = container;
        this.budget = budget;
        this.kind = Kinds.of(content, source.declared(), extensionOf(source.name()));
    }

    /// The same file as one to begin with.
    ExplodedFile asFirst() {
        if (first == null) {
            first = new ExplodedFile(new Source(name, content, Kinds.mime(kind)), 0, null, budget);
        }
        return first;
    }

    @Nullable
    String name() {
        return name;
    }

    byte[] content() {
        return content;
    }

    Bytes bytes() {
        return new Bytes(content);
    }

    int depth() {
        return depth;
    }

    Budget budget() {
        return budget;
    }

    @Nullable
    ExplodedFile container() {
        return container;
    }

    /// The short word for what its bytes are; null for what nothing here knows.
    @Nullable
    String kind() {
        return kind;
    }

    boolean is(String... kinds) {
        return java.util.Arrays.asList(kinds).contains(kind);
    }

    @Nullable
    String extension() {
        return extensionOf(name);
    }

    private static @Nullable String extensionOf(@Nullable String name) {
        int dot = name == null ? -1 : name.lastIndexOf('.');
        return name == null || dot < 0 || dot == name.length() - 1 || name.indexOf('/', dot) > 0
                ? null
                : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    /// What a scanner finds in it; looked for once. A file too broken for it has nothing; time run out makes it
    /// unknown.
    @Nullable
    Object scan(String scanner, Function<ExplodedFile, @Nullable Object> scan) {
        Finding finding = findings.get(scanner);
        if (finding == null) {
            finding = find(scanner, scan);
            findings.put(scanner, finding);
        }
        return finding.unknown() == null ? finding.value() : budget.missing(finding.unknown());
    }

    /// Why a scanner's answer is not known; empty where it is, or was not asked for.
    Optional<String> failure(String scanner) {
        return Optional.ofNullable(findings.get(scanner)).map(Finding::unknown);
    }

    private Finding find(String scanner, Function<ExplodedFile, @Nullable Object> scan) {
        try {
            return new Finding(budget.timed(() -> scan.apply(this)), null);
        } catch (MalformedException broken) {
            return new Finding(null, null);
        } catch (SpentException e) {
            return new Finding(null, String.valueOf(e.getMessage()));
        } catch (RuntimeException | StackOverflowError e) {
            // Written by strangers: what a scanner did not foresee costs its answer, not the message's.
            return new Finding(null, "scan." + scanner + " (it failed)");
        }
    }
}
