/// PLACEHOLDER
@NullMarked
package org.postern.connections;

import org.jspecify.annotations.NullMarked;
