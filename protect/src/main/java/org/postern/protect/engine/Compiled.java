package org.postern.protect.engine;

/// An expression, compiled, with the type of its value.
public record Compiled(Type type, Code code) {
    /// Stands where an expression was wrong, so that the search for problems can go on.
    static final Compiled BROKEN = new Compiled(Type.Scalar.ANY, new Code.Constant(null));

    public static Compiled test(Code.Test test) {
        return new Compiled(Type.Scalar.BOOLEAN, test);
    }

    static Compiled constant(Type type, @org.jspecify.annotations.Nullable Object value) {
        return new Compiled(type, new Code.Constant(value));
    }
}
