package org.postern.console.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/// Renders the templates, which were compiled with the rest of the code.
final class Pages {
    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

    private final TemplateEngine engine = TemplateEngine.createPrecompiled(
            null, ContentType.Html, Pages.class.getClassLoader(), "org.postern.console.web.template");

    ResponseEntity<String> page(String template, Map<String, Object> model) {
        return page(200, template, model);
    }

    ResponseEntity<String> page(int status, String template, Map<String, Object> model) {
        return ResponseEntity.status(status)
                .contentType(HTML)
                .cacheControl(CacheControl.noStore())
                .body(text(template, model));
    }

    String text(String template, Map<String, Object> model) {
        StringOutput output = new StringOutput(16_384);
        engine.render(template + ".jte", model, output);
        return output.toString();
    }

    /// Sends the browser to another page after a change, so that reloading does not repeat it (RFC 9110 §15.4.4).
    static ResponseEntity<String> redirect(String path) {
        return ResponseEntity.status(303).header("Location", path).build();
    }
}
