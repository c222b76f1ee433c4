package org.postern.protect.engine;

/// A function of the language, as the compiler knows it.
@FunctionalInterface
public interface Callable {
    /// Checks a call's arguments and compiles it; what is wrong with them is told to the site.
    Compiled compile(Site site);
}
