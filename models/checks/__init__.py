"""What a text to customers or a review had better not say: rules as data, advice with offsets."""
