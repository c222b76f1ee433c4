package org.postern.protect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.mail.Message;
import org.postern.protect.engine.Answer;
import org.postern.protect.engine.Frame;
import org.postern.protect.engine.Rule;
import org.postern.protect.model.MailView;

/// Rules that are asked about messages, all of them about each. May be used by many threads.
public final class RuleSet {
    /// What the rules say of a message.
    ///
    /// @param undecided the rules that what is not here would have decided, with what that is
    public record Verdict(List<RuleFile> matched, Map<RuleFile, Set<String>> undecided) {}

    private record Usable(RuleFile file, Rule rule) {}

    private final List<Usable> rules;
    private final Rule.Limits limits;

    private RuleSet(List<Usable> rules, Rule.Limits limits) {
        this.rules = List.copyOf(rules);
        this.limits = limits;
    }

    /// Of the rules that fit; those of other kinds than yes or no are left out.
    public static RuleSet of(List<RuleCheck> checks) {
        List<Usable> rules = new ArrayList<>();
        for (RuleCheck check : checks) {
            Rule rule = check.compiled();
            RuleFile file = check.rule();
            if (rule != null && file != null && rule.isTruth()) {
                rules.add(new Usable(file, rule));
            }
        }
        return new RuleSet(rules, Rule.Limits.DEFAULT);
    }

    public int ruleCount() {
        return rules.size();
    }

    public Verdict judge(Message message, Circumstances circumstances) {
        Frame frame = new Frame(MailView.of(message, circumstances), System::nanoTime);
        List<RuleFile> matched = new ArrayList<>();
        Map<RuleFile, Set<String>> undecided = new LinkedHashMap<>();
        for (Usable usable : rules) {
            switch (usable.rule().answer(frame, limits)) {
                case Answer.Match _ -> matched.add(usable.file());
                case Answer.NoMatch _ -> {}
                case Answer.Undecided(Set<String> missing) -> undecided.put(usable.file(), missing);
            }
        }
        return new Verdict(List.copyOf(matched), undecided);
    }
}
