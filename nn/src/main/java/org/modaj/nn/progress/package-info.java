/** How far a long computation is: a bar on a terminal, a line now and then anywhere else. */
package org.modaj.nn.progress;
