package org.postern.console;

import org.postern.console.access.AccessConfiguration;
import org.postern.console.api.ApiConfiguration;
import org.postern.console.web.WebConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// Makes one Spring application of access, API and pages; all that they call is wired by hand and given as beans.
@Configuration(proxyBeanMethods = false)
@Import({AccessConfiguration.class, ApiConfiguration.class, WebConfiguration.class})
public class ConsoleConfiguration {}
