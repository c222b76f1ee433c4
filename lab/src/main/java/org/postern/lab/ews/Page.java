package org.postern.lab.ews;

import java.util.Optional;

/// The part of a list that an answer holds (MS-OXWSSRCH IndexedPageViewType).
record Page(int from, int to, int total) {
    private static final int MAX = 1000; // EWSFindCountLimit

    /// @param view the element that may say which part
    static Page of(Element operation, String view, int total) {
        Optional<Element> asked = operation.child(view);
        int offset = asked.map(page -> page.number("Offset", 0)).orElse(0);
        int count = Math.clamp(
                asked.map(page -> page.number("MaxEntriesReturned", MAX)).orElse(MAX), 1, MAX);
        boolean fromEnd = asked.flatMap(page -> page.attribute("BasePoint"))
                .filter("End"::equals)
                .isPresent();
        int end = fromEnd ? Math.clamp((long) total - offset, 0, total) : total;
        int from = fromEnd ? Math.max(0, end - count) : Math.clamp(offset, 0, total);
        return new Page(from, Math.min(end, from + count), total);
    }

    void open(Xml xml) {
        xml.open(
                "m:RootFolder",
                "IndexedPagingOffset",
                Integer.toString(to),
                "TotalItemsInView",
                Integer.toString(total),
                "IncludesLastItemInRange",
                Boolean.toString(to >= total));
    }
}
