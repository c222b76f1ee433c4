package org.postern.protect.function;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.postern.protect.engine.Callable;
import org.postern.protect.engine.Code;
import org.postern.protect.engine.Compiled;
import org.postern.protect.engine.Frame;
import org.postern.protect.engine.Site;
import org.postern.protect.engine.StructType;
import org.postern.protect.engine.Truth;
import org.postern.protect.engine.Type;
import org.postern.protect.engine.Unknown;

/// Functions of regular expressions, in RE2's language: time is linear in the text, whatever the pattern.
final class Regexes {
    private static final int MOST_MATCHES = 1_000;
    /// Beyond this a pattern's own automaton is the danger.
    private static final int LONGEST_PATTERN = 64 << 10;
    /// About how many characters a machine of a small pattern reads in one step of [Frame#work].
    private static final int CHARACTERS_PER_STEP = 2;
    /// The same for a search for literals.
    private static final int CHARACTERS_PER_SEARCH = 64;

    /// One match.
    record Extraction(String fullMatch, List<@Nullable String> groups, Map<String, @Nullable String> namedGroups) {}

    private static final StructType EXTRACTION = StructType.named("match", Extraction.class)
            .text("full_match", Extraction::fullMatch)
            .texts("groups", Extraction::groups)
            .field("named_groups", new Type.MapOf(Type.Scalar.TEXT), Extraction::namedGroups)
            .build();

    private Regexes() {}

    static Map<String, Callable> functions() {
        Map<String, Callable> functions = new HashMap<>();
        for (boolean ignoringCase : new boolean[] {false, true}) {
            String prefix = "regex." + (ignoringCase ? "i" : "");
            functions.put(prefix + "match", site -> test(site, ignoringCase, Matcher::matches));
            functions.put(prefix + "contains", site -> test(site, ignoringCase, Matcher::find));
            functions.put(prefix + "extract", site -> extract(site, ignoringCase));
            functions.put(prefix + "count", site -> count(site, ignoringCase));
        }
        return functions;
    }

    private interface Trial {
        boolean of(Matcher matcher);
    }

    /// A pattern, and what has to stand in a text for it to be tried.
    private record Prepared(Pattern pattern, Predicate<String> worthTrying) {}

    /// The patterns of a call; they have to be written down, so that none comes from a message.
    private static List<Prepared> patterns(Site site, boolean ignoringCase) {
        site.count(2, Integer.MAX_VALUE);
        site.onlyKeywords(List.of());
        List<Prepared> patterns = new ArrayList<>();
        for (int index = 1; index < site.count(); index++) {
            if (site.argument(index, Type.Scalar.TEXT).code() instanceof Code.Constant(Object value)
                    && value instanceof String text) {
                pattern(site, text, ignoringCase, patterns);
            } else {
                site.fail("its patterns have to be written as strings");
            }
        }
        return List.copyOf(patterns);
    }

    private static void pattern(Site site, String text, boolean ignoringCase, List<Prepared> patterns) {
        try {
            if (text.length() > LONGEST_PATTERN) {
                site.fail("a pattern has more than " + LONGEST_PATTERN + " characters");
            } else {
                patterns.add(new Prepared(
                        Pattern.compile(text, ignoringCase ? Pattern.CASE_INSENSITIVE : 0), RequiredText.test(text)));
            }
        } catch (PatternSyntaxException e) {
            site.fail("the pattern " + text + " is not of RE2's language: " + e.getDescription());
        }
    }

    private static Compiled test(Site site, boolean ignoringCase, Trial trial) {
        List<Prepared> patterns = patterns(site, ignoringCase);
        Code subject = site.argument(0, Type.Scalar.TEXT).code();
        return Compiled.test(frame -> {
            Object text = subject.value(frame);
            if (!(text instanceof String string)) {
                return text == Unknown.VALUE ? Truth.OPEN : Truth.NULL;
            }
            String literals = RequiredText.prepared(frame.lower(string));
            for (Prepared prepared : patterns) {
                frame.work(1 + string.length() / CHARACTERS_PER_SEARCH);
                if (prepared.worthTrying().test(literals)) {
                    frame.work(1 + string.length() / CHARACTERS_PER_STEP);
                    if (trial.of(prepared.pattern().matcher(string))) {
                        return Truth.YES;
                    }
                }
            }
            return Truth.NO;
        });
    }

    private static Compiled count(Site site, boolean ignoringCase) {
        return matches(site, ignoringCase, Type.Scalar.WHOLE, all -> (long) all.size());
    }

    private static Compiled extract(Site site, boolean ignoringCase) {
        return matches(site, ignoringCase, Type.listOf(EXTRACTION.type()), all -> all);
    }

    private interface Result {
        Object of(List<Extraction> all);
    }

    private static Compiled matches(Site site, boolean ignoringCase, Type type, Result result) {
        List<Prepared> patterns = patterns(site, ignoringCase);
        Code subject = site.argument(0, Type.Scalar.TEXT).code();
        return new Compiled(type, frame -> {
            Object text = subject.value(frame);
            return text instanceof String string
                    ? result.of(all(frame, string, patterns))
                    : text == Unknown.VALUE ? Unknown.VALUE : null;
        });
    }

    private static List<Extraction> all(Frame frame, String text, List<Prepared> patterns) {
        List<Extraction> all = new ArrayList<>();
        String literals = RequiredText.prepared(frame.lower(text));
        for (Prepared prepared : patterns) {
            frame.work(1 + text.length() / CHARACTERS_PER_SEARCH);
            if (prepared.worthTrying().test(literals)) {
                Matcher matcher = prepared.pattern().matcher(text);
                frame.work(1 + text.length() / CHARACTERS_PER_STEP);
                while (all.size() < MOST_MATCHES && matcher.find()) {
                    all.add(extraction(prepared.pattern(), matcher));
                }
            }
        }
        return all;
    }

    private static Extraction extraction(Pattern pattern, Matcher matcher) {
        List<@Nullable String> groups = new ArrayList<>();
        for (int group = 1; group <= matcher.groupCount(); group++) {
            groups.add(matcher.group(group));
        }
        Map<String, @Nullable String> named = new LinkedHashMap<>();
        pattern.namedGroups().forEach((name, group) -> named.put(name, matcher.group(group)));
        return new Extraction(matcher.group(), java.util.Collections.unmodifiableList(groups), named);
    }
}
