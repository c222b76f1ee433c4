package org.postern.lab.sample;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.postern.lab.source.MailSource;
import org.postern.lab.source.Mailbox;
import org.postern.lab.source.Organisation;

/// Fills a lab with invented mail: one company of twelve mailboxes with about 1,500 messages, and on demand smaller
/// ones beside it.
///
/// The same seed and end give the same bytes, whatever the number of organisations. All is made in memory (about
/// 40 MB), in about a second; attachments that several people have are held once.
public final class SampleOrganisation implements MailSource {
    private static final Duration SPAN = Duration.ofDays(2 * 365);
    private static final int ORGANISATIONS_MAX = 320;

    private final long seed;
    private final Instant end;
    private final int organisations;

    private SampleOrganisation(long seed, Instant end, int organisations) {
        if (organisations < 1 || organisations > ORGANISATIONS_MAX) {
            throw new IllegalArgumentException(
                    "The sample has 1 to " + ORGANISATIONS_MAX + " organisations, not " + organisations);
        }
        this.seed = seed;
        this.end = end.truncatedTo(ChronoUnit.SECONDS);
        this.organisations = organisations;
    }

    /// The main company alone, with mail of the two years before `end`.
    public static SampleOrganisation one(long seed, Instant end) {
        return new SampleOrganisation(seed, end, 1);
    }

    /// The main company and smaller ones, `count` in all.
    public static SampleOrganisation several(int count, long seed, Instant end) {
        return new SampleOrganisation(seed, end, count);
    }

    @Override
    public List<Organisation> organisations() {
        List<Organisation> all = new ArrayList<>();
        for (int number = 0; number < organisations; number++) {
            Company company = number == 0 ? Fernhollow.company(end) : SmallCompany.number(number);
            all.add(organisation(
                    company, number == 0 ? Volume.MAIN : Volume.SMALL, new SplittableRandom(seed + number)));
        }
        return all;
    }

    private Organisation organisation(Company company, Volume volume, SplittableRandom random) {
        Post post = new Post(company, end, random.split());
        Library library = new Library(company, volume.files(), random.split());
        volume.write(company, post, library, random, end.minus(SPAN), end);
        Filing filing = new Filing(end, random.split());
        List<Mailbox> mailboxes = new ArrayList<>();
        post.items().forEach((person, items) -> mailboxes.add(filing.mailbox(person, items)));
        return new Organisation(company.name(), company.domain(), mailboxes);
    }
}
