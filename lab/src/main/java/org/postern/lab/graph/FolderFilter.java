package org.postern.lab.graph;

import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.lab.world.FolderView;

/// A `$filter` over folders: `displayName eq '…'` only.
final class FolderFilter {
    private static final Pattern NAME = Pattern.compile("(?i)\\s*displayName\\s+eq\\s+'((?:[^']|'')*)'\\s*");

    private FolderFilter() {}

    static Predicate<FolderView> of(String filter) {
        if (filter.isEmpty()) {
            return _ -> true;
        }
        Matcher name = NAME.matcher(filter);
        if (!name.matches()) {
            throw GraphFailure.of(
                    400,
                    "ErrorInvalidUrlQueryFilter",
                    "The query filter contains one or more invalid nodes: " + filter);
        }
        String wanted = name.group(1).replace("''", "'");
        return folder -> folder.name().equalsIgnoreCase(wanted);
    }
}
