package org.postern.protect.function;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.postern.protect.engine.StructType;
import org.postern.protect.engine.Type;
import org.postern.protect.engine.Unknown;
import org.postern.protect.model.Types;

/// Types of things that rules look into but that nothing here makes yet, written in short.
///
/// `intents[]{name confidence} found:bool` are two fields: a list of things with two texts, and a truth. A field alone
/// is
/// text; `:int`, `:bool`, `:number`, `:any`, `:file` and the names of the model are what they say.
final class Declared {
    private static final Pattern WORDS = Pattern.compile("[{}]|\\[\\]|:[a-z]+|[a-z_0-9]+");

    private Declared() {}

    static Type struct(String name, String fields) {
        List<String> words =
                WORDS.matcher(fields).results().map(MatchResult::group).toList();
        return read(name, new Rest(words)).build().type();
    }

    /// What is still to be read.
    private static final class Rest {
        private final List<String> words;
        private int at;

        Rest(List<String> words) {
            this.words = words;
        }

        boolean take(String word) {
            boolean there = at < words.size() && words.get(at).equals(word);
            at += there ? 1 : 0;
            return there;
        }

        boolean more() {
            return at < words.size();
        }

        String next() {
            return words.get(at++);
        }

        boolean takeKind() {
            return at < words.size() && words.get(at).startsWith(":");
        }
    }

    private static StructType.Builder<Object> read(String name, Rest rest) {
        StructType.Builder<Object> type = StructType.named(name, Object.class);
        while (rest.more() && !rest.take("}")) {
            String field = rest.next();
            boolean list = rest.take("[]");
            Type kind = rest.take("{")
                    ? read(field, rest).build().type()
                    : rest.takeKind() ? scalar(rest.next()) : Type.Scalar.TEXT;
            if (field.equals("file_name")) {
                type.withBytes(); // What has a file's name is one.
            }
            type.field(field, list ? Type.listOf(kind) : kind, _ -> Unknown.VALUE);
        }
        return type;
    }

    private static Type scalar(String kind) {
        return switch (kind) {
            case ":int" -> Type.Scalar.WHOLE;
            case ":number" -> Type.Scalar.DECIMAL;
            case ":bool" -> Type.Scalar.BOOLEAN;
            case ":file" -> Type.Scalar.FILE;
            case ":any" -> Type.Scalar.ANY;
            case ":html" -> Types.HTML.type();
            case ":url" -> Types.URL.type();
            case ":link" -> Types.LINK.type();
            case ":domain" -> Types.DOMAIN.type();
            case ":mailbox" -> Types.PERSON.type();
            default -> throw new IllegalArgumentException("unknown kind " + kind);
        };
    }
}
