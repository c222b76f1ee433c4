package org.postern.protect.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A kind of thing that rules look into: its fields, and how each is read from the Java object behind it.
public final class StructType {
    /// @param reader gives the value
    /// @param need what is not here and would have to be for the value always to be known; where the reader gives
    /// [Unknown], this is why
    public record Field(
            String name,
            Type type,
            Function<Object, @Nullable Object> reader,
            @Nullable String need) {}

    private final String name;
    private final boolean file;
    private final Map<String, Field> fields;

    private StructType(String name, boolean file, Map<String, Field> fields) {
        this.name = name;
        this.file = file;
        this.fields = fields;
    }

    public static <T> Builder<T> named(String name, Class<T> behind) {
        return new Builder<>(name, behind);
    }

    public String name() {
        return name;
    }

    /// Whether it has bytes, so that it can be handed to functions of files.
    boolean isFile() {
        return file;
    }

    Optional<Field> field(String wanted) {
        return Optional.ofNullable(fields.get(wanted));
    }

    Set<String> fieldNames() {
        return fields.keySet();
    }

    public Type type() {
        return new Type.Struct(this);
    }

    /// Collects fields.
    public static final class Builder<T> {
        private final String name;
        private final Class<T> behind;
        private final Map<String, Field> fields = new LinkedHashMap<>();
        private boolean file;

        private Builder(String name, Class<T> behind) {
            this.name = name;
            this.behind = behind;
        }

        public Builder<T> field(String field, Type type, Function<T, @Nullable Object> reader) {
            return add(new Field(field, type, thing -> reader.apply(behind.cast(thing)), null));
        }

        /// A field whose value is known of some things only: of the others the reader gives [Unknown], for want of
        /// what is named.
        public Builder<T> lacking(String field, Type type, String need, Function<T, @Nullable Object> reader) {
            return add(new Field(field, type, thing -> reader.apply(behind.cast(thing)), need));
        }

        /// A field that rules may name, but whose value nothing here finds out.
        public Builder<T> absent(String field, Type type) {
            return add(new Field(field, type, _ -> Unknown.VALUE, name + "." + field));
        }

        private Builder<T> add(Field added) {
            if (fields.put(added.name(), added) != null) {
                throw new IllegalArgumentException(name + " has two fields " + added.name());
            }
            return this;
        }

        public Builder<T> text(String field, Function<T, @Nullable Object> reader) {
            return field(field, Type.Scalar.TEXT, reader);
        }

        public Builder<T> truth(String field, Function<T, @Nullable Object> reader) {
            return field(field, Type.Scalar.BOOLEAN, reader);
        }

        public Builder<T> whole(String field, Function<T, @Nullable Object> reader) {
            return field(field, Type.Scalar.WHOLE, reader);
        }

        public Builder<T> texts(String field, Function<T, @Nullable Object> reader) {
            return field(field, Type.listOf(Type.Scalar.TEXT), reader);
        }

        /// It has bytes, and may be handed to functions of files.
        public Builder<T> withBytes() {
            file = true;
            return this;
        }

        public StructType build() {
            return new StructType(name, file, Map.copyOf(fields));
        }
    }
}
