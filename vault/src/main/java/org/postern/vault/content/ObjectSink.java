package org.postern.vault.content;

import org.postern.vault.pack.ObjectName;

/// Takes the leaves of a message as they are cut out, and stores those that are not there yet.
@FunctionalInterface
public interface ObjectSink {
    ObjectName leaf(byte[] plain, int offset, int length);
}
