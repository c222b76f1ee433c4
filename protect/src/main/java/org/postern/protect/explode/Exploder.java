package org.postern.protect.explode;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Unpacks a file, and the files in it, as far as the message's share goes.
final class Exploder {
    /// @param files the file itself first, then those in it, nearest first
    /// @param omitted what else there is or may be, and why it was not looked at
    record Explosion(List<ExplodedFile> files, Set<String> omitted) {}

    private final Budget budget;
    private final List<ExplodedFile> files = new ArrayList<>();
    private final Set<String> omitted = new LinkedHashSet<>();

    private Exploder(Budget budget) {
        this.budget = budget;
    }

    static Explosion explode(ExplodedFile first, Budget budget) {
        Exploder exploder = new Exploder(budget);
        exploder.files.add(first);
        try {
            budget.timed(() -> {
                exploder.openAll(first);
                return null;
            });
        } catch (SpentException e) {
            exploder.omitted.add(String.valueOf(e.getMessage()));
        }
        return new Explosion(List.copyOf(exploder.files), Set.copyOf(exploder.omitted));
    }

    private void openAll(ExplodedFile first) {
        Deque<ExplodedFile> waiting = new ArrayDeque<>(List.of(first));
        while (!waiting.isEmpty()) {
            ExplodedFile file = waiting.removeFirst();
            Optional<Opener> opener = Openers.of(file);
            if (opener.isEmpty() || isOwnAncestor(file)) {
                continue;
            }
            if (file.depth() >= budget.limits().depth()) {
                omitted.add("file.explode: files deeper than " + budget.limits().depth() + " levels");
                continue;
            }
            for (Source inner : open(file, opener.get())) {
                ExplodedFile found = new ExplodedFile(inner, file.depth() + 1, file, budget);
                files.add(found);
                waiting.add(found);
            }
        }
    }

    private List<Source> open(ExplodedFile file, Opener opener) {
        Contents contents = new Contents(budget);
        try {
            opener.open(file, contents);
        } catch (MalformedException broken) {
            // What was found so far is all that there is.
        } catch (Budget.TooLargeException e) {
            contents.notOpened("a file larger than " + (budget.limits().fileBytes() >> 20) + " MiB");
        } catch (SpentException e) {
            omitted.add(String.valueOf(e.getMessage()));
        } catch (IOException | RuntimeException | StackOverflowError e) {
            contents.notOpened("a broken " + file.kind());
        }
        omitted.addAll(contents.notOpened());
        return contents.files();
    }

    /// A file that holds itself, as some archives are made to do, is looked into once.
    private static boolean isOwnAncestor(ExplodedFile file) {
        for (ExplodedFile outer = file.container(); outer != null; outer = outer.container()) {
            if (Arrays.equals(outer.content(), file.content())) {
                return true;
            }
        }
        return false;
    }
}
