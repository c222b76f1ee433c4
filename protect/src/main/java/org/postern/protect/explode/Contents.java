package org.postern.protect.explode;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The files found in one file, as they are unpacked.
final class Contents {
    private final Budget budget;
    private final List<Source> files = new ArrayList<>();
    private final Set<String> notOpened = new LinkedHashSet<>();

    Contents(Budget budget) {
        this.budget = budget;
    }

    Budget budget() {
        return budget;
    }

    void add(String name, byte[] content) {
        add(name, content, "application/octet-stream");
    }

    void add(String name, byte[] content, String declared) {
        budget.takeFile();
        files.add(new Source(name, content, declared));
    }

    /// As [#add], of bytes that were not counted when they were unpacked.
    void addCounted(String name, byte[] content) {
        budget.takeBytes(content.length);
        add(name, content);
    }

    /// There is more in it, but nothing here reads it.
    void notOpened(String what) {
        notOpened.add("file.explode: " + what);
    }

    List<Source> files() {
        return files;
    }

    Set<String> notOpened() {
        return notOpened;
    }
}
