package org.postern.protect.function;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.postern.protect.engine.Callable;
import org.postern.protect.engine.Code;
import org.postern.protect.engine.Compiled;
import org.postern.protect.engine.Frame;
import org.postern.protect.engine.Site;
import org.postern.protect.engine.Truth;
import org.postern.protect.engine.Type;
import org.postern.protect.engine.Unknown;

/// Tests of a text against any of several patterns: `strings.contains`, `like`, `starts_with`, `ends_with`, and the
/// same
/// with `i` in front, which look at both in lower case.
final class TextTests {
    private TextTests() {}

    static Map<String, Callable> functions() {
        Map<String, Callable> functions = new HashMap<>();
        for (boolean ignoringCase : new boolean[] {false, true}) {
            String i = ignoringCase ? "i" : "";
            functions.put("strings." + i + "contains", site -> compile(site, ignoringCase, String::contains));
            functions.put("strings." + i + "starts_with", site -> compile(site, ignoringCase, String::startsWith));
            functions.put("strings." + i + "ends_with", site -> compile(site, ignoringCase, String::endsWith));
            functions.put("strings." + i + "like", site -> compileLike(site, ignoringCase));
        }
        return functions;
    }

    private static Compiled compile(Site site, boolean ignoringCase, BiPredicate<String, String> test) {
        return Compiled.test(test(site, ignoringCase, pattern -> text -> test.test(text, pattern)));
    }

    private static Compiled compileLike(Site site, boolean ignoringCase) {
        return Compiled.test(test(site, ignoringCase, Wildcard::of));
    }

    /// Prepares a pattern for many texts.
    interface Preparation {
        Predicate<String> of(String pattern);
    }

    private static Code.Test test(Site site, boolean ignoringCase, Preparation preparation) {
        site.count(2, Integer.MAX_VALUE);
        site.onlyKeywords(List.of());
        Code subject = site.argument(0, Type.Scalar.TEXT).code();
        List<Predicate<String>> fixed = new ArrayList<>();
        List<Code> dynamic = new ArrayList<>();
        for (int index = 1; index < site.count(); index++) {
            Code pattern = site.argument(index, Type.Scalar.TEXT).code();
            if (pattern instanceof Code.Constant(Object value) && value instanceof String text) {
                fixed.add(preparation.of(ignoringCase ? text.toLowerCase(Locale.ROOT) : text));
            } else {
                dynamic.add(pattern);
            }
        }
        List<Predicate<String>> prepared = List.copyOf(fixed);
        Code[] asked = dynamic.toArray(Code[]::new);
        return frame -> {
            Object text = subject.value(frame);
            if (!(text instanceof String string)) {
                return text == Unknown.VALUE ? Truth.OPEN : Truth.NULL;
            }
            String looked = ignoringCase ? frame.lower(string) : string;
            for (Predicate<String> pattern : prepared) {
                if (pattern.test(looked)) {
                    return Truth.YES;
                }
            }
            return asked.length == 0 ? Truth.NO : dynamic(frame, looked, asked, ignoringCase, preparation);
        };
    }

    private static int dynamic(
            Frame frame, String looked, Code[] patterns, boolean ignoringCase, Preparation preparation) {
        int truth = Truth.NO;
        for (Code code : patterns) {
            @Nullable Object pattern = code.value(frame);
            frame.work(1 + looked.length() / 64);
            truth = Truth.or(
                    truth,
                    switch (pattern) {
                        case String text ->
                            Truth.of(preparation
                                    .of(ignoringCase ? frame.lower(text) : text)
                                    .test(looked));
                        case Unknown _ -> Truth.OPEN;
                        case null, default -> Truth.NULL;
                    });
            if (truth == Truth.YES) {
                break;
            }
        }
        return truth;
    }
}
