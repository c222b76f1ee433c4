/// PLACEHOLDER
@NullMarked
package org.postern.server;

import org.jspecify.annotations.NullMarked;
