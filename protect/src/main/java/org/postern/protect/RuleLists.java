package org.postern.protect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postern.protect.engine.ListSource;
import org.postern.protect.engine.Type;
import org.postern.protect.engine.Vocabulary;
import org.postern.protect.model.DomainName;
import org.postern.protect.model.Types;

/// Named lists: files of the operator, one value a line, and those of the tenant.
///
/// A file's name without its ending is the list's; a CSV's last column counts. Lists that rules name and that are
/// neither are known but absent.
public final class RuleLists implements Vocabulary.Lists {
    private static final long MOST_BYTES = 64 << 20;
    private static final Set<String> PEOPLE = Set.of("org_vips");

    /// What the language names and nobody may have provided.
    private static final Set<String> KNOWN = Set.of(
            "abuse_ch_malwarebazaar_sha256_trusted_reporters",
            "abuse_ch_urlhaus_domains_trusted_reporters",
            "alexa_1m",
            "bulk_mailer_url_root_domains",
            "disposable_email_providers",
            "file_extensions_common_archives",
            "file_extensions_executables",
            "file_extensions_macros",
            "file_types_images",
            "free_email_providers",
            "free_file_hosts",
            "free_subdomain_hosts",
            "high_trust_sender_root_domains",
            "org_display_names",
            "org_domains",
            "org_slds",
            "org_vips",
            "recipient_domains",
            "recipient_emails",
            "replyto_service_domains",
            "self_service_creation_platform_domains",
            "sender_domains",
            "sender_emails",
            "social_landing_hosts",
            "suspicious_subjects",
            "suspicious_tlds",
            "tenant_domains",
            "tranco_10k",
            "tranco_1m",
            "tranco_50k",
            "umbrella_1m",
            "url_shorteners");

    /// Names that the public files bear and the language does not.
    private static final Map<String, String> FILES_OF =
            Map.of("tranco_top_10k", "tranco_10k", "tranco_top_50k", "tranco_50k", "tranco_top_1m", "tranco_1m");

    private final Map<String, ListSource> lists;

    private RuleLists(Map<String, ListSource> lists) {
        this.lists = Map.copyOf(lists);
    }

    public static RuleLists none() {
        return new RuleLists(Map.of());
    }

    /// Reads every `.txt` and `.csv` of a folder.
    public static RuleLists read(Path folder) {
        Map<String, ListSource> lists = new HashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = String.valueOf(file.getFileName());
                if ((name.endsWith(".txt") || name.endsWith(".csv")) && Files.size(file) <= MOST_BYTES) {
                    String own = name.substring(0, name.length() - 4);
                    lists.put(FILES_OF.getOrDefault(own, own), new ListSource.Fixed(values(file)));
                }
            }
            return new RuleLists(lists);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The lists of " + folder + " cannot be read: " + e.getMessage()
                            + ". Name a folder with files .txt.",
                    e);
        }
    }

    private static Set<String> values(Path file) throws IOException {
        boolean csv = file.toString().endsWith(".csv");
        Set<String> values = new LinkedHashSet<>();
        try (Stream<String> lines = Files.lines(file)) {
            lines.map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .map(line -> csv ? line.substring(line.lastIndexOf(',') + 1) : line)
                    .forEach(values::add);
        }
        return values;
    }

    /// These lists and one more.
    public RuleLists with(String name, Collection<String> values) {
        Map<String, ListSource> more = new HashMap<>(lists);
        more.put(name, new ListSource.Fixed(values));
        return new RuleLists(more);
    }

    /// These lists, and those that follow from an organisation's domains.
    public RuleLists withOrganisation(Collection<String> domains) {
        List<String> lower =
                domains.stream().map(domain -> domain.toLowerCase(Locale.ROOT)).toList();
        List<String> secondLevel = lower.stream()
                .flatMap(domain -> DomainName.parse(domain).stream())
                .map(DomainName::sld)
                .filter(Objects::nonNull)
                .toList();
        return with("org_domains", lower).with("tenant_domains", lower).with("org_slds", secondLevel);
    }

    /// The names of the lists that are here.
    public Set<String> names() {
        return lists.keySet();
    }

    @Override
    public Optional<ListSource> find(String name) {
        @Nullable ListSource list = lists.get(name);
        if (list != null) {
            return Optional.of(list);
        }
        return KNOWN.contains(name)
                ? Optional.of(new ListSource.Absent(PEOPLE.contains(name) ? Types.VIP.type() : Type.Scalar.TEXT))
                : Optional.empty();
    }
}
