package org.postern.console.web;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// All pages.
@Configuration(proxyBeanMethods = false)
@Import({
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
    WatchPage.class
})
public class WebConfiguration {
    @Bean
    Pages pages() {
        return new Pages();
    }
}
