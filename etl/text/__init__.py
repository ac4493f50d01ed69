"""Language tools without domain: spans, segments, numbers, dates, quotation marks."""
