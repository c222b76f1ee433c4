package org.postern.lab.ews;

import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.postern.lab.world.FolderView;
import org.postern.lab.world.Item;

/// FindItem (MS-OXWSSRCH 3.1.4.2): at most 1,000 items an answer.
final class FindItems {
    private FindItems() {}

    static void find(EwsCall call, Responses responses) {
        Element operation = call.operation();
        if (operation.child("QueryString").isPresent()
                || operation.child("GroupBy").isPresent()) {
            throw EwsFailure.of("ErrorInvalidRequest", "This lab finds by Restriction; it has no search index.");
        }
        ItemXml items = new ItemXml(call, Shape.of(operation.needs("ItemShape")), false);
        Predicate<Item> wanted = operation
                .child("Restriction")
                .map(restriction -> new Restriction().items(restriction.only()))
                .orElse(_ -> true);
        boolean shallow = operation.needsAttribute("Traversal").equals("Shallow");
        for (Element id : operation.needs("ParentFolderIds").children()) {
            responses.add(xml -> {
                FolderView folder = call.folder(id);
                List<Item> found = shallow ? found(call, folder, wanted) : List.of();
                Page page = Page.of(operation, "IndexedPageItemView", found.size());
                page.open(xml);
                xml.open("t:Items");
                found.subList(page.from(), page.to()).forEach(item -> items.write(xml, item));
                xml.close().close();
            });
        }
    }

    private static List<Item> found(EwsCall call, FolderView folder, Predicate<Item> wanted) {
        List<Item> found = call.folders().items(folder).stream().filter(wanted).toList();
        return call.operation().child("SortOrder").stream()
                .flatMap(sort -> sort.children().stream())
                .map(ItemValues::order)
                .reduce(Comparator::thenComparing)
                .map(order -> found.stream().sorted(order).toList())
                .orElse(found);
    }
}
