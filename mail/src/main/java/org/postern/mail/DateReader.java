package org.postern.mail;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads dates of header fields: RFC 5322 §3.3, the obsolete forms of §4.3, and what broken mailers write.
final class DateReader {
    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
    private static final String US_ZONES = "edtestcdtcstmdtmstpdtpst"; // RFC 5322 §4.3: -4 -5 -5 -6 -6 -7 -7 -8
    private static final int MAX_LENGTH = 200;
    private static final Pattern BETWEEN = Pattern.compile("[\\s,]+");

    private int day = -1;
    private int month = -1;
    private int year = -1;
    private int hour = -1;
    private int minute;
    private int second;
    private int offsetMinutes;

    private DateReader() {}

    /// The instant, where day, month, year and time can be made out; without a known zone UTC is taken.
    static Optional<Instant> read(String text) {
        String plain = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text;
        int comment = plain.indexOf('(');
        return new DateReader().instant(comment < 0 ? plain : plain.substring(0, comment));
    }

    private Optional<Instant> instant(String text) {
        for (String token : tokens(text)) {
            if (!token.isEmpty()) {
                accept(token);
            }
        }
        if (day < 0 || month < 0 || year < 0 || hour < 0) {
            return Optional.empty();
        }
        try {
            LocalDateTime local = LocalDateTime.of(year, month, day, hour, minute, Math.min(second, 59));
            return Optional.of(local.toInstant(ZoneOffset.UTC).minusSeconds(offsetMinutes * 60L));
        } catch (DateTimeException impossible) {
            return Optional.empty();
        }
    }

    /// `2006-01-02T15:04:05Z` and `02-Jan-2006` come apart like the proper form.
    private static String[] tokens(String text) {
        return BETWEEN.split(isProper(text) ? text : apart(text), 30);
    }

    /// Whether nothing in it can be one of the forms that must come apart: so nearly all dates are.
    private static boolean isProper(String text) {
        for (int i = 0; i < text.length(); i++) {
            char octet = text.charAt(i);
            boolean afterDigit = i > 0 && text.charAt(i - 1) >= '0' && text.charAt(i - 1) <= '9';
            boolean afterBlank = i > 0 && text.charAt(i - 1) == ' ';
            if (octet == '.'
                    || (octet == '-' && !afterBlank)
                    || (octet == '+' && !afterBlank)
                    || ((octet == 'T' || octet == 'Z') && afterDigit)) {
                return false;
            }
        }
        return true;
    }

    private static String apart(String text) {
        return text.replaceAll("(?<=[0-9])T(?=[0-9])", " ")
                .replaceAll("(?<=[0-9])Z", " Z")
                .replaceAll("(?<=[0-9])-(?=[A-Za-z])|(?<=[A-Za-z])-(?=[0-9]{2,4}\\b(?!:))", " ")
                .replaceAll("(:[0-9]{2})\\.[0-9]+", "$1")
                .replaceAll("(?<=:[0-9]{2})(?=[+-])", " ");
    }

    private void accept(String token) {
        char first = token.charAt(0);
        if (first == '+' || first == '-') {
            zone(token);
        } else if (Character.isLetter(first)) {
            word(token.toLowerCase(Locale.ROOT));
        } else if (token.indexOf(':') > 0) {
            time(token);
        } else if (token.matches("[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}")) {
            String[] parts = token.split("-", 3);
            year = Integer.parseInt(parts[0]);
            month = Integer.parseInt(parts[1]);
            day = Integer.parseInt(parts[2]);
        } else {
            number(token);
        }
    }

    private void number(String token) {
        int number = digits(token);
        if (number < 0) {
            return;
        }
        if (day < 0 && token.length() <= 2) {
            day = number;
        } else if (year < 0) {
            year = fullYear(number, token.length());
        }
    }

    /// RFC 5322 §4.3: two digits below 50 are of this century, other two and all three of the last.
    private static int fullYear(int number, int length) {
        if (length > 3) {
            return number;
        }
        return length <= 2 && number < 50 ? 2000 + number : 1900 + number;
    }

    private void time(String token) {
        String[] parts = token.split(":", 4);
        hour = digits(parts[0]);
        minute = digits(parts[1]);
        second = parts.length > 2 ? Math.max(0, digits(parts[2])) : 0;
    }

    private void word(String word) {
        int name = word.length() >= 3 ? MONTHS.indexOf(word.substring(0, 3)) : -1;
        if (name >= 0 && name % 3 == 0 && month < 0) {
            month = name / 3 + 1;
        } else if (word.equals("pm") && hour >= 0 && hour < 12) {
            hour += 12;
        } else if (word.equals("am") && hour == 12) {
            hour = 0;
        } else if (word.length() > 3 && (word.startsWith("gmt") || word.startsWith("utc"))) {
            zone(word.substring(3));
        } else if (word.length() == 3 && US_ZONES.indexOf(word) % 3 == 0) {
            int index = US_ZONES.indexOf(word) / 3;
            offsetMinutes = -60 * (4 + (index + 1) / 2);
        }
    }

    private void zone(String token) {
        int number = digits(token.substring(1).replace(":", ""));
        if (number >= 0 && number < 2400 && hour >= 0) {
            int minutes = token.length() <= 3 ? number * 60 : number / 100 * 60 + number % 100;
            offsetMinutes = token.charAt(0) == '-' ? -minutes : minutes;
        }
    }

    private static int digits(String text) {
        boolean number = !text.isEmpty() && text.length() <= 4 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Integer.parseInt(text) : -1;
    }
}
