package org.postern.lab.world;

/// One entry of a container's change log.
public sealed interface Change {
    long sequence();

    /// The number of the item or folder.
    long number();

    /// When it entered the container; beyond a reader's position it is new to that reader.
    long entered();

    /// It is in the container, as it was after its latest change.
    ///
    /// @param returned whether it had been here before and left
    /// @param altered its latest change that was more than being marked as read or unread
    record Present(long sequence, long number, long entered, boolean returned, long altered) implements Change {}

    /// It left the container.
    ///
    /// @param moves how often the item had moved when it left: names the mutable id it had here
    record Gone(long sequence, long number, long entered, int moves) implements Change {}
}
