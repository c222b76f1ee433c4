package org.postern.console.web;

import java.time.Clock;
import org.postern.connections.Connections;
import org.postern.console.job.KeyDesk;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// All pages.
@Configuration(proxyBeanMethods = false)
@Import({
    AdministratorPage.class,
    ConnectionPage.class,
    JobPage.class,
    LedgerPage.class,
    MailboxPage.class,
    MessagePage.class,
    OverviewPage.class,
    PageErrors.class,
    RestorePage.class,
    RetentionPage.class,
    SearchPage.class,
    SignInPage.class,
    TenantPage.class,
    TwoPersonsPage.class,
    WatchPage.class
})
public class WebConfiguration {
    @Bean
    Pages pages() {
        return new Pages();
    }

    @Bean
    Reports reports(Pages pages, Connections connections, KeyDesk keys, Clock clock) {
        return new Reports(pages, connections, keys, clock);
    }
}
