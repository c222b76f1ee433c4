/// The pages under `/`: server-rendered, light on script, usable by keyboard and on a phone.
///
/// Purpose: shows and starts what the API does. Security exposure: every value is escaped by its context; mail is shown
/// as text. Standards: HTML, WCAG 2.2 AA as a goal. Failure modes: a failure shows a page with the same words as the
/// API's problem.
@NullMarked
package org.postern.console.web;

import org.jspecify.annotations.NullMarked;
