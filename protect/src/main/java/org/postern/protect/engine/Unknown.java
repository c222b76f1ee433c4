package org.postern.protect.engine;

/// A value that could not be found out, because what finds it out is not there.
///
/// Not null: null is an answer. Whatever depends on it is undecided, and says why.
public enum Unknown {
    VALUE
}
