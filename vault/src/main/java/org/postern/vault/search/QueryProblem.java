package org.postern.vault.search;

/// A query that makes no sense, with where and why, in words for the person who typed it.
final class QueryProblem extends Exception {
    /// @param at the place in what was typed, from 0
    QueryProblem(int at, String problem) {
        super("at character " + (at + 1) + ", " + problem);
    }

    QueryProblem(String problem) {
        super(problem);
    }

    String words() {
        return "The search could not be understood: " + getMessage();
    }
}
