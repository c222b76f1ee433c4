/// PLACEHOLDER
@NullMarked
package org.postern.lab;

import org.jspecify.annotations.NullMarked;
