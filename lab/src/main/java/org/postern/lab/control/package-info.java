/// PLACEHOLDER
@NullMarked
package org.postern.lab.control;

import org.jspecify.annotations.NullMarked;
