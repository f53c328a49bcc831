/** A steady load of which every record is planned, and the reader that balances what was published with it. */
@NullMarked
package io.tidemark.load.ledger;

import org.jspecify.annotations.NullMarked;
