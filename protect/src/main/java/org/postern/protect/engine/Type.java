package org.postern.protect.engine;

/// What an expression of a rule stands for.
public sealed interface Type {
    enum Scalar implements Type {
        BOOLEAN,
        WHOLE,
        DECIMAL,
        TEXT,
        /// Bytes with a name and a kind, to be looked into: an attachment, a screenshot.
        FILE,
        /// `null`, which fits everywhere.
        NULL,
        /// Whatever a document in JSON holds; known at run time only.
        ANY;

        @Override
        public String toString() {
            return switch (this) {
                case BOOLEAN -> "true or false";
                case WHOLE -> "a whole number";
                case DECIMAL -> "a number";
                case TEXT -> "text";
                case FILE -> "a file";
                case NULL -> "null";
                case ANY -> "anything";
            };
        }
    }

    record ArrayOf(Type element) implements Type {
        @Override
        public String toString() {
            return "a list of " + element;
        }
    }

    record MapOf(Type value) implements Type {
        @Override
        public String toString() {
            return "a map to " + value;
        }
    }

    /// A thing with named fields.
    record Struct(StructType type) implements Type {
        @Override
        public String toString() {
            return "a " + type.name();
        }
    }

    static Type listOf(Type element) {
        return new ArrayOf(element);
    }

    default boolean isNumber() {
        return this == Scalar.WHOLE || this == Scalar.DECIMAL || isLoose();
    }

    /// Fits wherever a value is wanted, to be looked at when it is there.
    default boolean isLoose() {
        return this == Scalar.ANY || this == Scalar.NULL;
    }

    /// Whether a value of this type may stand where the other is wanted.
    default boolean fits(Type wanted) {
        if (isLoose() || wanted == Scalar.ANY || equals(wanted)) {
            return true;
        }
        return switch (wanted) {
            case Scalar scalar ->
                (scalar == Scalar.DECIMAL && this == Scalar.WHOLE)
                        || (scalar == Scalar.FILE
                                && this instanceof Struct struct
                                && struct.type().isFile());
            case ArrayOf list -> this instanceof ArrayOf own && own.element().fits(list.element());
            case MapOf map -> this instanceof MapOf own && own.value().fits(map.value());
            case Struct _ -> false;
        };
    }
}
