package org.postern.vault.pack;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/// What a commit made durable.
///
/// @param objects all that the catalog does not know yet
/// @param changes in the order given
/// @param finished packs that are in the store now, with their sizes
/// @param openSizes bytes of the packs that still grow
public record Durable(
        List<PackEntry> objects, List<PackEntry> changes, SortedMap<Long, Long> finished, Map<Long, Long> openSizes) {}
