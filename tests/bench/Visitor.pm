# A visitor: keeps cookies, copies the CSRF token of the last form seen, and follows no redirect.
# $send->(method, path, headers, body) carries the requests and answers as HTTP::Tiny does: over
# HTTP, or straight into a program.
package Visitor;
use v5.36;

use HTTP::Tiny;

our $PASSWORD = 'kopi tubruk dan pisang goreng';    # everybody's

sub new ($class, $send)
{
	return bless { send => $send, cookies => {}, token => '' }, $class;
}

# One with an account, signed in.
sub member ($class, $send, $name)
{
	my $self = $class->new($send);

	$self->register($name);
	$self->sign_in($name);
	return $self;
}

sub register ($self, $name)
{
	$self->submit('/register',
		username => $name, password1 => $PASSWORD, password2 => $PASSWORD);
}

sub sign_in ($self, $name)
{
	$self->submit('/login', username => $name, password => $PASSWORD);
}

# Open a page and send its form, which must be taken.
sub submit ($self, $path, %fields)
{
	$self->get($path);
	my $answer = $self->post($path, %fields);

	die "$path answers $answer->{status}, not a redirect:\n$answer->{content}\n"
		unless $answer->{status} =~ /^30[23]$/;
}

sub get ($self, $path)
{
	return $self->keep($self->{send}->('GET', $path, $self->headers, ''));
}

sub post ($self, $path, %fields)
{
	my ($headers, $body) = $self->form(%fields);

	return $self->keep($self->{send}->('POST', $path, $headers, $body));
}

# The headers and the body with which a form travels.
sub form ($self, %fields)
{
	$fields{csrfmiddlewaretoken} = $self->{token};
	return (
		{ $self->headers->%*, 'content-type' => 'application/x-www-form-urlencoded' },
		HTTP::Tiny->new->www_form_urlencode(\%fields),
	);
}

sub headers ($self)
{
	my $jar = $self->{cookies};

	return %$jar ? { cookie => join '; ', map { "$_=$jar->{$_}" } sort keys %$jar } : {};
}

sub keep ($self, $answer)
{
	my $set = $answer->{headers}{'set-cookie'} // [];

	for (ref $set ? @$set : $set) {
		my ($name, $value) = /^([^=]+)=([^;]*)/ or next;

		if (/;\s*max-age=0\b/i) {
			delete $self->{cookies}{$name};
		} else {
			$self->{cookies}{$name} = $value;
		}
	}
	$self->{token} = $1 if $answer->{content} =~ /name="csrfmiddlewaretoken" value="(\w+)"/;
	return $answer;
}

1;
