package org.postern.console.access;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configuration.WebSecurityCustomizer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/// The rules of entry: which routes need what, and the headers on every answer.
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
public class AccessConfiguration {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "TRACE", "OPTIONS");
    /// What the server goes on with after the request itself was let in: a streamed answer, an error's words.
    private static final DispatcherType[] CONTINUED = {DispatcherType.ASYNC, DispatcherType.ERROR};

    private static final String CONTENT_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
            + "frame-ancestors 'none'";

    @Bean
    @Order(1)
    SecurityFilterChain apiAccess(HttpSecurity http, Administrators administrators, FailureLimit failures)
            throws Exception {
        headers(http.securityMatcher("/api/**"));
        return http.authorizeHttpRequests(routes -> routes.dispatcherTypeMatchers(CONTINUED)
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .addFilterBefore(new BearerFilter(administrators, failures), CsrfFilter.class)
                .addFilterBefore(new ActingFilter(administrators), AuthorizationFilter.class)
                .csrf(csrf -> csrf.requireCsrfProtectionMatcher(AccessConfiguration::needsPageToken))
                .exceptionHandling(
                        denied -> denied.authenticationEntryPoint((_, answer, _) -> Denial.NO_TOKEN.send(answer))
                                .accessDeniedHandler((_, answer, _) -> Denial.NO_CSRF.send(answer)))
                .requestCache(cache -> cache.disable())
                .logout(logout -> logout.disable())
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain pageAccess(HttpSecurity http, Administrators administrators, FailureLimit failures)
            throws Exception {
        headers(http);
        return http.authorizeHttpRequests(routes -> routes.dispatcherTypeMatchers(CONTINUED)
                        .permitAll()
                        .requestMatchers("/sign-in", "/assets/**", "/webjars/**", "/favicon.ico", "/actuator/health/**")
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .authenticationProvider(new TokenSignIn(administrators, failures))
                .addFilterBefore(new ActingFilter(administrators), AuthorizationFilter.class)
                .formLogin(form -> form.loginPage("/sign-in")
                        .usernameParameter("name")
                        .passwordParameter("token")
                        .failureHandler((_, answer, why) -> answer.sendRedirect(
                                why instanceof LockedException ? "/sign-in?wait" : "/sign-in?wrong")))
                .logout(out -> out.logoutUrl("/sign-out").logoutSuccessUrl("/sign-in?out"))
                .build();
    }

    private static boolean needsPageToken(HttpServletRequest request) {
        return !SAFE.contains(request.getMethod()) && !BearerFilter.isBearer(request);
    }

    private static void headers(HttpSecurity http) throws Exception {
        http.headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_POLICY))
                .frameOptions(HeadersConfigurer.FrameOptionsConfig::deny)
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
                .permissionsPolicyHeader(
                        permissions -> permissions.policy("camera=(), microphone=(), geolocation=(), payment=()"))
                .crossOriginOpenerPolicy(opener -> opener.policy(CrossOriginOpenerPolicy.SAME_ORIGIN)));
    }

    // Ids of a mail service may hold any character; they come percent-encoded and are decoded segment by segment.
    @Bean
    WebSecurityCustomizer encodedIds() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowUrlEncodedSlash(true);
        firewall.setAllowUrlEncodedDoubleSlash(true);
        firewall.setAllowUrlEncodedPercent(true);
        firewall.setAllowSemicolon(true);
        firewall.setAllowBackSlash(true);
        return web -> web.httpFirewall(firewall);
    }

    @Bean
    FailureLimit failureLimit(Clock clock) {
        return new FailureLimit(clock);
    }
}
