package org.postern.console.access;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.postern.console.problem.ProblemException;
import tools.jackson.databind.json.JsonMapper;

/// Who may come in: every administrator by name, each with a token of his own.
///
/// They are kept in a file of the server's own directory and not in the catalog's database: who can write to a
/// PostgreSQL server must not be able to make himself an administrator of the mail. Of a token only the fingerprint is
/// kept. The first one, [#FIRST], is made with the server; its token lies in a file beside.
public final class Administrators {
    public static final String FIRST = "administrator";
    private static final Set<String> TAKEN = Set.of("postern", "schedule", "server");
    private static final int PEOPLE_MAX = 1_000;
    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(10);

    record Kept(List<Person> people) {}

    /// An administrator with the token that was made for him, to be shown once.
    public record Fresh(Person person, String token) {}

    private final OwnedFile file;
    private final Clock clock;
    private final RandomGenerator random;
    private final JsonMapper json = JsonMapper.shared();
    private final Map<String, Person> people = new LinkedHashMap<>();

    /// @param first the token that came with the server; another than before takes its place
    /// @param random a cryptographic source
    public Administrators(Path file, AdministratorToken first, Clock clock, RandomGenerator random) {
        this.file = new OwnedFile(file);
        this.clock = clock;
        this.random = random;
        this.file
                .read()
                .ifPresent(bytes -> json.readValue(bytes, Kept.class)
                        .people()
                        .forEach(person -> people.put(person.name(), person)));
        Person before = people.get(FIRST);
        if (before == null || !before.fingerprint().equals(first.fingerprint())) {
            put(new Person(FIRST, first.fingerprint(), now(), "server", null, null, null));
        }
    }

    /// Whose token this is; takes the same time whoever's it is.
    public synchronized Optional<Person> recognise(String token) {
        byte[] offered = AdministratorToken.sha256(token);
        Person found = null;
        for (Person person : people.values()) {
            boolean his = MessageDigest.isEqual(HexFormat.of().parseHex(person.fingerprint()), offered);
            found = his && person.active() ? person : found;
        }
        if (found != null) {
            used(found);
        }
        return Optional.ofNullable(found);
    }

    private void used(Person person) {
        Instant last = person.lastUsedAt();
        if (last == null || !clock.instant().isBefore(last.plus(USE_NOTED_EVERY))) {
            put(person.usedAt(now()));
        }
    }

    /// Whether who signed in by that token still is an administrator and the token still his.
    public synchronized boolean holds(String name, String fingerprint) {
        Person person = people.get(name);
        return person != null && person.active() && person.fingerprint().equals(fingerprint);
    }

    public synchronized Optional<Person> find(String name) {
        return Optional.ofNullable(people.get(name));
    }

    /// All there ever were, the first first.
    public synchronized List<Person> list() {
        return List.copyOf(people.values());
    }

    /// Those who can be the second person.
    public synchronized List<String> deciding() {
        return people.values().stream()
                .filter(Person::decides)
                .map(Person::name)
                .toList();
    }

    /// Throws what [#add] would.
    public synchronized void requireNew(String name, @Nullable String fingerprint) {
        if (TAKEN.contains(name) || people.containsKey(name)) {
            throw ProblemException.conflict(
                    "The name \"" + name + "\" is taken, or was: ledgers name people by it.", "Choose another name.");
        }
        if (fingerprint != null
                && people.values().stream().anyMatch(one -> one.fingerprint().equals(fingerprint))) {
            throw ProblemException.conflict(
                    "That token is another administrator's, or was.", "Each has a token of his own: make a new one.");
        }
        if (people.size() >= PEOPLE_MAX) {
            throw ProblemException.conflict("There are " + PEOPLE_MAX + " administrators.", "No more can be added.");
        }
    }

    /// Adds one whose token nobody but he ever saw.
    public synchronized Person add(String name, String fingerprint, String by) {
        Person person = new Person(name, fingerprint, now(), by, null, null, null);
        requireNew(name, fingerprint);
        return put(person);
    }

    /// Adds one with a token that is made here and shown to `by`, who hands it on.
    public synchronized Fresh invite(String name, String by) {
        String token = AdministratorToken.generate(random);
        Person person = new Person(name, new AdministratorToken(token).fingerprint(), now(), by, by, null, null);
        requireNew(name, person.fingerprint());
        return new Fresh(put(person), token);
    }

    /// A new token in place of the one that he has: from now on his alone.
    public synchronized Fresh renew(String name) {
        if (name.equals(FIRST)) {
            throw ProblemException.conflict(
                    "The token of \"" + FIRST + "\" lies in the file admin-token of the server's directory.",
                    "Delete that file and start the server anew: it makes another token.");
        }
        String token = AdministratorToken.generate(random);
        Person renewed = required(name).with(new AdministratorToken(token).fingerprint(), null);
        return new Fresh(put(renewed), token);
    }

    /// Takes it from him at once; his sessions end with it.
    public synchronized Person remove(String name) {
        return put(removable(name).removed(now()));
    }

    /// Throws what [#remove] would.
    public synchronized Person removable(String name) {
        Person person = required(name);
        if (people.values().stream().filter(Person::active).count() == 1) {
            throw ProblemException.conflict(
                    "\"" + name + "\" is the only administrator.", "Add another before you remove this one.");
        }
        return person;
    }

    private Person required(String name) {
        return find(name)
                .filter(Person::active)
                .orElseThrow(() ->
                        ProblemException.notFound("administrator", "List the administrators to see who there is."));
    }

    private Person put(Person person) {
        Map<String, Person> next = new LinkedHashMap<>(people);
        next.put(person.name(), person);
        file.write(json.writeValueAsBytes(new Kept(new ArrayList<>(next.values()))));
        people.put(person.name(), person); // Only once it is durable.
        return person;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }
}
