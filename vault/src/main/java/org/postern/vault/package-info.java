/// PLACEHOLDER
@NullMarked
package org.postern.vault;

import org.jspecify.annotations.NullMarked;
