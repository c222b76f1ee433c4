package org.postern.lab.world;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.james.mime4j.dom.Body;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.stream.MimeConfig;
import org.jsoup.Jsoup;
import org.postern.lab.source.Content;

/// The text and the attachments of a message as Graph shows them.
///
/// @param html whether `text` is HTML
public record MessageBody(boolean html, String text, List<Attachment> attachments) {
    private static final int PREVIEW_CHARACTERS = 255; // message resource: bodyPreview
    private static final int TEXT_CHARACTERS_MAX = 1_000_000;
    private static final int DEPTH_MAX = 20;
    private static final Pattern SPACE = Pattern.compile("\\s+");

    public MessageBody {
        attachments = List.copyOf(attachments);
    }

    /// One attachment with its decoded bytes.
    public record Attachment(String name, String contentType, boolean inline, Content content) {}

    /// Reads a message; one that no parser understands has an empty body.
    static MessageBody read(Content content) throws IOException {
        DefaultMessageBuilder builder = new DefaultMessageBuilder();
        builder.setMimeEntityConfig(MimeConfig.custom()
                .setMaxHeaderCount(10_000)
                .setMaxLineLen(-1)
                .setMaxHeaderLen(-1)
                .setMaxContentLen(-1)
                .build());
        try (InputStream in = content.open()) {
            Message message = builder.parseMessage(in);
            try {
                return new Collector().collect(message);
            } finally {
                message.dispose();
            }
        } catch (RuntimeException _) { // mime4j throws several on hostile input; the bytes themselves stay served
            return new MessageBody(false, "", List.of());
        }
    }

    Envelope.Summary summary() {
        String plain = html ? Jsoup.parse(text).text() : text;
        String line = SPACE.matcher(plain).replaceAll(" ").strip();
        String preview = line.substring(0, Math.min(PREVIEW_CHARACTERS, line.length()));
        return new Envelope.Summary(preview, attachments.stream().anyMatch(attachment -> !attachment.inline()));
    }

    /// Walks the parts of one message.
    private static final class Collector {
        private final List<Attachment> attachments = new ArrayList<>();
        private Optional<String> htmlText = Optional.empty();
        private Optional<String> plainText = Optional.empty();

        MessageBody collect(Entity message) throws IOException {
            visit(message, 0);
            String text = htmlText.or(() -> plainText).orElse("");
            return new MessageBody(htmlText.isPresent(), text, attachments);
        }

        private void visit(Entity entity, int depth) throws IOException {
            Body body = entity.getBody();
            if (body instanceof Multipart multipart && depth < DEPTH_MAX) {
                for (Entity part : multipart.getBodyParts()) {
                    visit(part, depth + 1);
                }
            } else if (body instanceof SingleBody single) {
                leaf(entity, single);
            } else if (depth > 0) {
                attachments.add(new Attachment(name(entity), type(entity), false, Content.of(new byte[0])));
            }
        }

        private void leaf(Entity entity, SingleBody body) throws IOException {
            boolean attached = "attachment".equalsIgnoreCase(entity.getDispositionType());
            if (!attached && type(entity).equals("text/html") && htmlText.isEmpty()) {
                htmlText = Optional.of(text(entity, body));
            } else if (!attached && type(entity).equals("text/plain") && plainText.isEmpty()) {
                plainText = Optional.of(text(entity, body));
            } else {
                boolean inline = entity.getHeader().getField("Content-ID") != null && !attached;
                attachments.add(new Attachment(name(entity), type(entity), inline, Content.of(bytes(body))));
            }
        }

        private static String type(Entity entity) {
            String type = entity.getMimeType();
            return type == null ? "application/octet-stream" : type.toLowerCase(Locale.ROOT);
        }

        private static String name(Entity entity) {
            String name = entity.getFilename();
            return name == null ? "" : name;
        }

        private static String text(Entity entity, SingleBody body) throws IOException {
            String text = new String(bytes(body), charset(entity.getCharset()));
            return text.substring(0, Math.min(TEXT_CHARACTERS_MAX, text.length()));
        }

        private static Charset charset(String name) {
            try {
                return name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
            } catch (IllegalArgumentException _) {
                return StandardCharsets.UTF_8;
            }
        }

        private static byte[] bytes(SingleBody body) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            body.writeTo(out);
            return out.toByteArray();
        }
    }
}
