/** Generated images and sequences: data that is always there, with nothing to download. */
package org.modaj.data.embedded;
