package org.postern.console.api;

import jakarta.servlet.http.HttpServletRequest;
import org.postern.console.problem.Problem;
import org.postern.console.problem.Problems;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// Answers every failure of the API with a problem (RFC 9457).
@RestControllerAdvice(basePackageClasses = ApiErrors.class)
@Order(0)
public class ApiErrors {
    private static final Logger LOG = LoggerFactory.getLogger(ApiErrors.class);

    @ExceptionHandler
    public ResponseEntity<Problem> answer(Exception failure, HttpServletRequest request) {
        Problem problem = Problems.of(failure).at(request.getRequestURI());
        if (!Problems.isKnown(failure)) {
            LOG.error("{} {} met a fault of Postern's own", request.getMethod(), request.getRequestURI(), failure);
        }
        return ResponseEntity.status(problem.status())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }
}
