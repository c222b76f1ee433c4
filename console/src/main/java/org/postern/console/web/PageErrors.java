package org.postern.console.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.postern.console.problem.Problem;
import org.postern.console.problem.Problems;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/// Shows every failure of a page, and every path that there is none for, with the words that the API has for it.
@ControllerAdvice
@Order(1)
public class PageErrors {
    private static final Logger LOG = LoggerFactory.getLogger(PageErrors.class);
    private final Pages pages;

    PageErrors(Pages pages) {
        this.pages = pages;
    }

    @ExceptionHandler
    public ResponseEntity<?> show(Exception failure, HttpServletRequest request) {
        Problem problem = Problems.of(failure).at(request.getRequestURI());
        if (!Problems.isKnown(failure)) {
            LOG.error("{} {} met a fault of Postern's own", request.getMethod(), request.getRequestURI(), failure);
        }
        if (request.getRequestURI().startsWith("/api/")) {
            return ResponseEntity.status(problem.status())
                    .header("Content-Type", "application/problem+json")
                    .body(problem);
        }
        return pages.page(
                problem.status(),
                "problem",
                Map.of("shell", Shell.of(request, problem.title(), ""), "problem", problem));
    }
}
