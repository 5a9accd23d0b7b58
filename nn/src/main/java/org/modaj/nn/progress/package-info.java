/** How far a long computation is, for whatever shows it. */
package org.modaj.nn.progress;
