package org.postern.console.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/// Where a person shows the administrator's token.
@Controller
public class SignInPage {
    private final Pages pages;

    SignInPage(Pages pages) {
        this.pages = pages;
    }

    @GetMapping("/sign-in")
    public ResponseEntity<String> show(HttpServletRequest request) {
        Shell shell = Shell.of(request, "Sign in", "");
        boolean wrong = request.getParameter("wrong") != null;
        boolean wait = request.getParameter("wait") != null;
        String notice = "";
        if (wrong) {
            notice = "That is no administrator's token.";
        } else if (wait) {
            notice = "Too many wrong tokens came from your address. Wait a minute.";
        } else if (request.getParameter("out") != null) {
            notice = "You are signed out.";
        }
        return pages.page("signin", Map.of("csrf", shell.csrf(), "notice", notice, "wrong", wrong || wait));
    }
}
