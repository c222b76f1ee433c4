/// PLACEHOLDER
@NullMarked
package org.postern.recover;

import org.jspecify.annotations.NullMarked;
