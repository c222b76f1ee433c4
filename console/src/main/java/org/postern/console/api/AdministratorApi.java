package org.postern.console.api;

import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.postern.console.access.Administrators.Fresh;
import org.postern.console.access.Person;
import org.postern.console.job.AccessDesk;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Who administers this server.
@RestController
@RequestMapping("/api/v1/administrators")
public class AdministratorApi {
    /// An administrator.
    ///
    /// @param fingerprint SHA-256 of the token
    /// @param decides whether approval by this one counts: nobody else was ever shown the token
    /// @param you whether it is who asks
    public record Shown(
            String name,
            String fingerprint,
            Instant addedAt,
            String addedBy,
            boolean decides,
            @Nullable Instant lastUsedAt,
            @Nullable Instant removedAt,
            boolean you) {}

    /// @param fingerprint of a token that the new one made and keeps; left out: one is made here and shown once
    public record NewAdministrator(
            @Nullable String name, @Nullable String fingerprint) {}

    /// @param administrator null while it waits
    /// @param token shown here and never again; null where it was made elsewhere
    /// @param awaiting the job that waits for a second administrator; null when it is done
    public record Added(
            @Nullable Shown administrator,
            @Nullable String token,
            @Nullable JobView awaiting) {}

    private final AccessDesk desk;

    public AdministratorApi(AccessDesk desk) {
        this.desk = desk;
    }

    @GetMapping
    public Listing<Shown> list(Principal who) {
        List<Shown> all = desk.list().stream().map(person -> shown(person, who)).toList();
        return Listing.whole(all);
    }

    @PostMapping
    public ResponseEntity<Added> add(@RequestBody NewAdministrator body, Principal who) {
        String name = Input.required("name", body.name(), 63).toLowerCase(Locale.ROOT);
        String fingerprint = Input.optional("fingerprint", body.fingerprint(), 200);
        String hex = fingerprint == null ? null : fingerprint.toLowerCase(Locale.ROOT);
        String probe = hex == null ? "0".repeat(64) : hex;
        Input.parse("administrator", name, text -> new Person(text, probe, Instant.EPOCH, "x", null, null, null));
        return switch (desk.add(name, hex)) {
            case AccessDesk.Added.Done(Person person) -> created(new Added(shown(person, who), null, null));
            case AccessDesk.Added.Invited(Fresh fresh) ->
                created(new Added(shown(fresh.person(), who), fresh.token(), null));
            case AccessDesk.Added.Waits(var job) ->
                ResponseEntity.accepted().body(new Added(null, null, JobView.of(job)));
        };
    }

    private static ResponseEntity<Added> created(Added added) {
        return ResponseEntity.status(HttpStatus.CREATED).body(added);
    }

    /// Gives who asks a new token in place of the one that the request carries.
    @PostMapping("/me/token")
    public Added renew(Principal who) {
        Fresh fresh = desk.renew();
        return new Added(shown(fresh.person(), who), fresh.token(), null);
    }

    @DeleteMapping("/{name}")
    public ResponseEntity<Void> remove(@PathVariable String name) {
        desk.remove(name);
        return ResponseEntity.noContent().build();
    }

    private static Shown shown(Person person, Principal who) {
        return new Shown(
                person.name(),
                person.fingerprint(),
                person.addedAt(),
                person.addedBy(),
                person.decides(),
                person.lastUsedAt(),
                person.removedAt(),
                person.name().equals(who.getName()));
    }
}
