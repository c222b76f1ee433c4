package org.postern.protect.function;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jaxen.BaseXPath;
import org.jaxen.DefaultNavigator;
import org.jaxen.JaxenException;
import org.jaxen.XPath;
import org.jsoup.nodes.Comment;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.LeafNode;
import org.jsoup.nodes.Node;
import org.jspecify.annotations.Nullable;
import org.postern.protect.model.Html;

/// A path of XPath 1.0 over a document as jsoup read it, compiled once for all documents.
///
/// jsoup's own XPath copies the document into another tree at each search.
final class HtmlPath {
    private static final int MOST_NODES = 1_000;

    private final BaseXPath path;

    private HtmlPath(BaseXPath path) {
        this.path = path;
    }

    /// Empty for text that is no path.
    static Optional<HtmlPath> of(String text) {
        try {
            return Optional.of(new HtmlPath(new BaseXPath(text, JsoupNavigator.INSTANCE)));
        } catch (JaxenException malformed) {
            return Optional.empty();
        }
    }

    /// What it finds: elements, and the values of attributes, texts and comments.
    List<Html> select(Html html) {
        Element root = html.root();
        if (root == null) {
            return List.of();
        }
        try {
            List<Html> found = new ArrayList<>();
            for (Object node : path.selectNodes(root)) {
                if (found.size() < MOST_NODES) {
                    found.add(html(node));
                }
            }
            return List.copyOf(found);
        } catch (JaxenException | UnsupportedOperationException unusable) {
            return List.of(); // Such as a function that XPath does not have.
        }
    }

    private static Html html(Object node) {
        return switch (node) {
            case Element element -> Html.of(element);
            case AttributeOf attribute -> Html.ofText(attribute.value(), attribute.value());
            case Comment comment -> Html.ofText(comment.outerHtml(), comment.getData());
            case LeafNode text -> Html.ofText(text.outerHtml(), text.nodeValue());
            default -> Html.ofText(String.valueOf(node), String.valueOf(node));
        };
    }

    /// An attribute knows its element here, which jsoup's does not.
    private record AttributeOf(Element owner, String name, String value) {}

    /// jsoup's tree in Jaxen's words. HTML has no namespaces here.
    private static final class JsoupNavigator extends DefaultNavigator {
        private static final long serialVersionUID = 1;
        private static final JsoupNavigator INSTANCE = new JsoupNavigator();

        @Override
        public Iterator<?> getChildAxisIterator(Object context) {
            return context instanceof Element element
                    ? List.copyOf(element.childNodes()).iterator()
                    : Collections.emptyIterator();
        }

        @Override
        public Iterator<?> getAttributeAxisIterator(Object context) {
            if (!(context instanceof Element element) || element.attributesSize() == 0) {
                return Collections.emptyIterator();
            }
            List<AttributeOf> all = new ArrayList<>();
            element.attributes().forEach(each -> all.add(new AttributeOf(element, each.getKey(), each.getValue())));
            return all.iterator();
        }

        @Override
        public Iterator<?> getParentAxisIterator(Object context) {
            Object parent = getParentNode(context);
            return parent == null
                    ? Collections.emptyIterator()
                    : List.of(parent).iterator();
        }

        @Override
        public @Nullable Object getParentNode(Object context) {
            return switch (context) {
                case AttributeOf attribute -> attribute.owner();
                case Node node -> node.parent();
                default -> null;
            };
        }

        @Override
        public @Nullable Object getDocumentNode(Object context) {
            return switch (context) {
                case AttributeOf attribute -> attribute.owner().ownerDocument();
                case Node node -> node.ownerDocument();
                default -> null;
            };
        }

        @Override
        public String getElementNamespaceUri(Object element) {
            return "";
        }

        @Override
        public String getElementName(Object element) {
            return ((Element) element).normalName();
        }

        @Override
        public String getElementQName(Object element) {
            return getElementName(element);
        }

        @Override
        public String getAttributeNamespaceUri(Object attribute) {
            return "";
        }

        @Override
        public String getAttributeName(Object attribute) {
            return ((AttributeOf) attribute).name();
        }

        @Override
        public String getAttributeQName(Object attribute) {
            return getAttributeName(attribute);
        }

        @Override
        public boolean isDocument(Object object) {
            return object instanceof Document;
        }

        @Override
        public boolean isElement(Object object) {
            return object instanceof Element && !(object instanceof Document);
        }

        @Override
        public boolean isAttribute(Object object) {
            return object instanceof AttributeOf;
        }

        @Override
        public boolean isNamespace(Object object) {
            return false;
        }

        @Override
        public boolean isComment(Object object) {
            return object instanceof Comment;
        }

        @Override
        public boolean isText(Object object) {
            return object instanceof org.jsoup.nodes.TextNode || object instanceof org.jsoup.nodes.DataNode;
        }

        @Override
        public boolean isProcessingInstruction(Object object) {
            return false;
        }

        @Override
        public String getCommentStringValue(Object comment) {
            return ((Comment) comment).getData();
        }

        @Override
        public String getElementStringValue(Object element) {
            StringBuilder text = new StringBuilder();
            ((Element) element).traverse((node, _) -> {
                if (isText(node)) {
                    text.append(node.nodeValue());
                }
            });
            return text.toString();
        }

        @Override
        public String getAttributeStringValue(Object attribute) {
            return ((AttributeOf) attribute).value();
        }

        @Override
        public String getNamespaceStringValue(Object namespace) {
            return "";
        }

        @Override
        public String getTextStringValue(Object text) {
            return ((Node) text).nodeValue();
        }

        @Override
        public String getNamespacePrefix(Object namespace) {
            return "";
        }

        @Override
        public XPath parseXPath(String text) throws JaxenException {
            return new BaseXPath(text, this);
        }
    }
}
