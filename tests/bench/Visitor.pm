# A visitor: keeps cookies, fills in the CSRF token of the last form seen, and follows no redirect. How its requests
# travel is up to $send->(method, path, headers, body), which answers as HTTP::Tiny does: over HTTP, or straight into
# a CGI program.
package Visitor;
use v5.36;

use HTTP::Tiny;

sub new ($class, $send)
{
	return bless { send => $send, cookies => {}, token => '' }, $class;
}

sub headers ($self)
{
	my $jar = $self->{cookies};
	my $cookie = join '; ', map { "$_=$jar->{$_}" } sort keys %$jar;

	return { $cookie ? (cookie => $cookie) : () };
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

sub get ($self, $path)
{
	return $self->keep($self->{send}->('GET', $path, $self->headers, ''));
}

sub form ($self, %fields)
{
	return HTTP::Tiny->new->www_form_urlencode({ %fields, csrfmiddlewaretoken => $self->{token} });
}

sub post ($self, $path, %fields)
{
	my %headers = ($self->headers->%*, 'content-type' => 'application/x-www-form-urlencoded');

	return $self->keep($self->{send}->('POST', $path, \%headers, $self->form(%fields)));
}

# Opens a page, sends its form, and dies unless that redirects as a good form does.
sub submit ($self, $path, %fields)
{
	$self->get($path);
	my $answer = $self->post($path, %fields);

	die "$path answers $answer->{status}, not a redirect:\n$answer->{content}\n"
		unless $answer->{status} =~ /^30[23]$/;
	return $answer;
}

sub register ($self, $name, $password)
{
	$self->submit('/register', username => $name, password1 => $password, password2 => $password);
	return $self;
}

sub sign_in ($self, $name, $password)
{
	$self->submit('/login', username => $name, password => $password);
	return $self;
}

1;
