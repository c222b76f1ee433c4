package org.postern.console.api;

import org.postern.console.tenant.ServerFacts;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.json.JsonMapper;

/// All routes of the API.
@Configuration(proxyBeanMethods = false)
@Import({
    AdministratorApi.class,
    ApiErrors.class,
    ApprovalApi.class,
    ConnectionApi.class,
    CredentialApi.class,
    JobApi.class,
    KeyApi.class,
    LedgerApi.class,
    MailboxApi.class,
    MessageApi.class,
    RecoveryApi.class,
    RetentionApi.class,
    SearchApi.class,
    StatusApi.class,
    TenantApi.class,
    TwoPersonsApi.class,
    WatchApi.class
})
public class ApiConfiguration {
    @Bean
    OpenApi openApi(ObjectProvider<RequestMappingHandlerMapping> routes, ServerFacts facts, JsonMapper json) {
        return new OpenApi(
                () -> routes.stream()
                        .filter(mapping -> mapping.getClass() == RequestMappingHandlerMapping.class)
                        .findFirst()
                        .orElseThrow(),
                facts,
                json);
    }
}
