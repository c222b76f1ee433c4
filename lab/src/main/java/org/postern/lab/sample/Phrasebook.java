package org.postern.lab.sample;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/// A small grammar from which texts are made.
///
/// A book is a text file: `# name` opens a rule, each following line is one variant of it. In a variant `{name}`
/// stands for a fact of the occasion or, when there is no such fact, for another rule; `[a|b]` for a choice, which
/// may hold slots. `\n` in a line is a line break.
final class Phrasebook {
    private static final int DEPTH_MAX = 12;

    private final String name;
    private final Map<String, List<String>> rules;

    private Phrasebook(String name, Map<String, List<String>> rules) {
        this.name = name;
        this.rules = rules;
    }

    /// Reads the book `name.txt` that lies beside this class.
    static Phrasebook load(String name) {
        try (InputStream in = Phrasebook.class.getResourceAsStream(name + ".txt")) {
            if (in == null) {
                throw new IllegalStateException("The phrase book " + name + ".txt is missing from the lab's jar");
            }
            return parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Phrasebook parse(String name, String text) {
        Map<String, List<String>> rules = new LinkedHashMap<>();
        List<String> variants = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (line.startsWith("# ")) {
                variants = new ArrayList<>();
                rules.put(line.substring(2).strip(), variants);
            } else if (!line.isBlank()) {
                variants.add(line.strip().replace("\\n", "\n"));
            }
        }
        return new Phrasebook(name, rules);
    }

    Set<String> rules() {
        return rules.keySet();
    }

    boolean has(String rule) {
        return rules.containsKey(rule);
    }

    /// One text of a rule; capital letters after the start are left as the book has them.
    String write(String rule, Map<String, String> facts, RandomGenerator random) {
        return new Writing(facts, random).expand("{" + rule + "}", 0);
    }

    /// One text on its way: a variant comes twice in it only when its rule has no other left.
    private final class Writing {
        private final Map<String, String> facts;
        private final RandomGenerator random;
        private final Set<String> used = new HashSet<>();

        Writing(Map<String, String> facts, RandomGenerator random) {
            this.facts = facts;
            this.random = random;
        }

        private String expand(String template, int depth) {
            if (depth > DEPTH_MAX) {
                throw new IllegalStateException("Phrase book " + name + " goes round in circles at: " + template);
            }
            StringBuilder out = new StringBuilder();
            int at = 0;
            while (at < template.length()) {
                char c = template.charAt(at);
                if (c == '[') {
                    int close = closing(template, at);
                    List<String> choices = choices(template.substring(at + 1, close));
                    out.append(expand(pick(choices), depth + 1));
                    at = close + 1;
                } else if (c == '{') {
                    int close = template.indexOf('}', at);
                    out.append(slot(template.substring(at + 1, close), depth));
                    at = close + 1;
                } else {
                    out.append(c);
                    at++;
                }
            }
            return out.toString();
        }

        private String slot(String slot, int depth) {
            String fact = facts.get(slot);
            if (fact != null) {
                return fact;
            }
            List<String> variants = rules.get(slot);
            if (variants == null || variants.isEmpty()) {
                throw new IllegalStateException("Phrase book " + name + " has neither rule nor fact {" + slot + "}");
            }
            List<String> fresh =
                    variants.stream().filter(variant -> !used.contains(variant)).toList();
            String variant = pick(fresh.isEmpty() ? variants : fresh);
            used.add(variant);
            return expand(variant, depth + 1);
        }

        private String pick(List<String> choices) {
            return choices.get(random.nextInt(choices.size()));
        }
    }

    private static int closing(String template, int open) {
        int depth = 0;
        for (int at = open; at < template.length(); at++) {
            if (template.charAt(at) == '[') {
                depth++;
            } else if (template.charAt(at) == ']' && --depth == 0) {
                return at;
            }
        }
        throw new IllegalStateException("A choice is not closed: " + template);
    }

    private static List<String> choices(String inner) {
        List<String> choices = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int at = 0; at < inner.length(); at++) {
            char c = inner.charAt(at);
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
            if (c == '|' && depth == 0) {
                choices.add(inner.substring(start, at));
                start = at + 1;
            }
        }
        choices.add(inner.substring(start));
        return choices;
    }
}
