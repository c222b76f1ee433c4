package org.postern.protect.function;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postern.protect.engine.Callable;
import org.postern.protect.engine.Frame;
import org.postern.protect.engine.Levenshtein;
import org.postern.protect.engine.Type;
import org.postern.protect.model.Digest;

/// Functions of text that make numbers or other texts.
final class Texts {
    private static final Type TEXT = Type.Scalar.TEXT;
    private static final int LONGEST_COMPARED = 10_000;
    private static final int LONGEST_JOINED = 4 << 20;

    private Texts() {}

    static Map<String, Callable> functions() {
        Map<String, Callable> functions = new HashMap<>();
        functions.put(
                "strings.count",
                Plain.of(
                        List.of(TEXT, TEXT),
                        2,
                        Type.Scalar.WHOLE,
                        (frame, arguments) -> count(text(arguments, 0), text(arguments, 1))));
        functions.put(
                "strings.icount",
                Plain.of(
                        List.of(TEXT, TEXT),
                        2,
                        Type.Scalar.WHOLE,
                        (frame, arguments) -> count(frame.lower(text(arguments, 0)), frame.lower(text(arguments, 1)))));
        functions.put(
                "strings.levenshtein",
                Plain.of(
                        List.of(TEXT, TEXT),
                        2,
                        Type.Scalar.WHOLE,
                        (frame, arguments) -> distance(frame, text(arguments, 0), text(arguments, 1))));
        functions.put(
                "strings.ilevenshtein",
                Plain.of(
                        List.of(TEXT, TEXT),
                        2,
                        Type.Scalar.WHOLE,
                        (frame, arguments) ->
                                distance(frame, frame.lower(text(arguments, 0)), frame.lower(text(arguments, 1)))));
        functions.put("strings.concat", Plain.ofAny(TEXT, TEXT, (_, arguments) -> joined(arguments)));
        functions.put(
                "strings.replace_confusables",
                Plain.of(
                        List.of(TEXT),
                        1,
                        TEXT,
                        (frame, arguments) ->
                                frame.finding(new Key(text(arguments, 0)), key -> Confusables.replaced(key.text()))));
        functions.put(
                "hash.sha256",
                Plain.of(
                        List.of(TEXT),
                        1,
                        TEXT,
                        (_, arguments) ->
                                Digest.hex("SHA-256", text(arguments, 0).getBytes(StandardCharsets.UTF_8))));
        return functions;
    }

    /// What a message's findings remember a replaced text under.
    private record Key(String text) {}

    static String text(List<Object> arguments, int index) {
        return (String) arguments.get(index);
    }

    private static long count(String text, String part) {
        long count = 0;
        for (int at = part.isEmpty() ? -1 : text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
            count++;
        }
        return count;
    }

    private static @Nullable Object distance(Frame frame, String left, String right) {
        if (left.length() > LONGEST_COMPARED || right.length() > LONGEST_COMPARED) {
            return (long) Math.max(left.length(), right.length());
        }
        frame.work(1 + (long) left.length() * right.length() / 8);
        return (long) Levenshtein.distance(left, right);
    }

    private static @Nullable Object joined(List<Object> arguments) {
        StringBuilder all = new StringBuilder();
        for (Object argument : arguments) {
            all.append(argument);
            if (all.length() > LONGEST_JOINED) {
                return null;
            }
        }
        return all.toString();
    }
}
